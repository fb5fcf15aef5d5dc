import Foundation
import Plugins

extension Catalogues {
  /// The same as `latencyFrames(of:)`, in a process of its own.
  ///
  /// - Throws: when the plugin ended that process, or took too long.
  static func latencyFramesApart(of descriptor: PluginDescriptor) throws -> Int? {
    guard descriptor.latencyPort != nil, descriptor.missingFeatures.isEmpty else { return nil }
    let answer = Pipe()
    let child = try ChildProcess(
      arguments: ["plugin-latency", PluginReference(descriptor).description],
      descriptors: [answer.fileHandleForWriting.fileDescriptor],
      limits: ChildProcess.Limits(addressSpaceBytes: 4 << 30, wallSeconds: 20))
    try answer.fileHandleForWriting.close()
    let end = child.wait().end
    guard case .exited = end else {
      throw PluginError(
        .failed, "\(descriptor.identifier) \(end) when it was asked for its latency")
    }
    let text = try answer.fileHandleForReading.readToEnd() ?? Data()
    return Int(String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines))
  }

  /// The latency a plugin reports at 48 kHz with its parameters at their defaults; nil when it
  /// reports none or cannot be hosted.
  func latencyFrames(of descriptor: PluginDescriptor) -> Int? {
    guard descriptor.latencyPort != nil, descriptor.missingFeatures.isEmpty,
      let instance = try? self[descriptor.format]?.makeInstance(
        descriptor.identifier, rate: 48_000, maximumFrames: Self.blockFrames)
    else { return nil }
    instance.settle(blockFrames: Self.blockFrames)
    return instance.latencyFrames
  }

  private static let blockFrames = 256
}
