import Convolution
import Drivers
import Foundation
import PluginSandbox
import Plugins
import SoundFiles
import TestSupport
import Testing
import WorkQueues

@testable import Host

/// A session file in a folder of its own, and a host that plays it on a driver of the test's.
struct HostFixture {
  let folder: URL
  /// Where its sessions' plugins come from.
  var catalogues: [any PluginCatalogue] = []
  var sandbox = SandboxSetting()

  /// Writes a session and loads it.
  func session(_ text: String) throws -> (ResolvedSession, SessionLoader) {
    try write(text)
    let loader = SessionLoader(
      catalogues: catalogues, transforms: FourierTransforms.preferred, sandbox: sandbox)
    return (try loader.load(path: path("session.yaml")), loader)
  }

  /// Writes a session in place of the one before, as editors do.
  func write(_ text: String) throws {
    try text.write(toFile: path("session.yaml"), atomically: true, encoding: .utf8)
  }

  /// A host on a driver made from its format, which is given to it when it is opened.
  func host(
    _ text: String, driver: any Driver, recordPath: String? = nil, takePath: String? = nil,
    events: EventLog = EventLog(), adjust: (inout AudioHost.Setup) -> Void = { _ in }
  ) throws -> AudioHost {
    let (session, loader) = try session(text)
    let provider = DriverProvider(
      name: driver.name, probe: { _ in .available("made by the test") },
      open: { _, _ in driver })
    let choice = DeviceChoice(driverName: driver.name, request: StreamRequest())
    var setup = AudioHost.Setup(
      session: session, loader: loader, providers: [provider], devices: { _ in [choice] },
      taskClasses: .builtIn,
      recordPath: recordPath, takePath: takePath)
    adjust(&setup)
    return try AudioHost(setup, events: events)
  }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Writes a float file of a known signal, and returns its channels.
  func writeNoise(_ name: String, channels: Int, frames: Int) throws -> [[Float]] {
    var generator = SeededGenerator(seed: 42)
    let samples = (0..<channels).map { _ in
      (0..<frames).map { _ in Float.random(in: -1...1, using: &generator) }
    }
    let writer = try SoundFileWriter(path: path(name), rate: 48_000, channelCount: channels)
    try samples.withPlanes { try writer.write($0, frames: frames) }
    try writer.close()
    return samples
  }

  /// All samples of a file, channel by channel.
  func read(_ name: String) throws -> [[Float]] {
    let table = try SampleTable(reading: path(name), atRate: nil)
    return (0..<table.channelCount).map { channel in
      Array(UnsafeBufferPointer(start: table.channel(channel), count: table.frames))
    }
  }
}

func withHostFixture(_ body: (HostFixture) async throws -> Void) async throws {
  try await withTemporaryDirectory { try await body(HostFixture(folder: $0)) }
}

extension [[Float]] {
  /// Calls `body` with one pointer per channel.
  fileprivate func withPlanes(
    _ body: (UnsafePointer<UnsafePointer<Float>?>) throws -> Void
  ) throws {
    let planes = map { channel in
      let plane = UnsafeMutablePointer<Float>.allocate(capacity: Swift.max(1, channel.count))
      plane.initialize(from: channel, count: channel.count)
      return UnsafePointer<Float>?(plane)
    }
    defer { for plane in planes { plane?.deallocate() } }
    try planes.withUnsafeBufferPointer { if let base = $0.baseAddress { try body(base) } }
  }
}
