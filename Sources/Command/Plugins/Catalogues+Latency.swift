import Plugins

extension Catalogues {
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
