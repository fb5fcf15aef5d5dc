import Control
import Drivers
import Foundation
import Plugins
import TestSupport
import Testing

@testable import Host

/// A host on a driver stepped by hand, and a client at its socket.
final class SteeredStage {
  static let format = StreamFormat(
    rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 1, playbackChannels: 1)

  let fixture: HostFixture
  let host: AudioHost
  let driver: ManualDriver
  let client: ControlClient

  init(
    _ fixture: HostFixture, _ text: String, takePath: String? = nil,
    adjust: (inout AudioHost.Setup) -> Void = { _ in }
  ) throws {
    self.fixture = fixture
    driver = ManualDriver(format: Self.format)
    host = try fixture.host(text, driver: driver, takePath: takePath) { setup in
      setup.controlDirectory = SocketDirectory(path: fixture.path("sockets"))
      setup.instance = "stage"
      adjust(&setup)
    }
    try host.start()
    client = try ControlClient(path: try #require(host.controlPath))
  }

  deinit { host.end() }

  /// Asks for something that is not refused.
  @discardableResult
  func ask(_ command: HostCommand) throws -> JSONValue {
    try client.request(.host(command), timeoutMilliseconds: 60_000).get()
  }

  func edit(_ edits: ControlEdit..., at frame: Int64? = nil) throws {
    try ask(.edit(edits, atFrame: frame))
  }

  /// Why something is refused.
  func refusal(_ command: HostCommand) throws -> ControlError? {
    switch try client.request(.host(command), timeoutMilliseconds: 60_000) {
    case .success: nil
    case .failure(let error): error
    }
  }

  func refusal(of edits: ControlEdit..., at frame: Int64? = nil) throws -> ControlError? {
    try refusal(.edit(edits, atFrame: frame))
  }

  func state(_ section: StateSection) throws -> JSONValue {
    try #require(try ask(.state([section]))[section.rawValue])
  }

  /// Plays periods of a constant.
  @discardableResult
  func play(_ periods: Int = 1, _ level: Float = 0.5) -> [Float] {
    (0..<periods).flatMap { _ in
      driver.step(capture: [[Float](repeating: level, count: 64)])[0]
    }
  }

  /// Plays on until no edit is under way, and a little longer.
  func settle() async -> Bool {
    let isSettled = await eventually {
      play()
      return host.live.isSettled
    }
    play(40)
    return isSettled
  }

  /// The next notification of a topic; of `changes`, the next of that kind.
  func notification(_ topic: ControlTopic, _ change: JSONValue? = nil) throws -> JSONValue? {
    for _ in 0..<1000 {
      guard let next = try client.nextNotification(timeoutMilliseconds: 20_000) else { return nil }
      if next.topic == topic, change == nil || next.body["change"] == change { return next.body }
    }
    return nil
  }

  static func session(
    nodes: String = "- {name: amp, builtin: gain, channels: 1}",
    chain: String = "[capture, amp, playback]", _ more: String = ""
  ) -> String {
    """
    # A session of the tests.
    device: {capture: 1, playback: 1}
    queue: {workers: 1}
    fades: {start: 0, stop: 0, mute: 0, session: 0.002}
    nodes:
      \(nodes)
    chain: \(chain)
    \(more)
    """
  }
}

func withStage(
  _ text: String = SteeredStage.session(), takePath: String? = nil,
  _ catalogues: [any PluginCatalogue] = [],
  adjust: (HostFixture, inout AudioHost.Setup) -> Void = { _, _ in },
  _ body: (SteeredStage) async throws -> Void
) async throws {
  try await withHostFixture { fixture in
    var fixture = fixture
    fixture.catalogues = catalogues
    let stage = try SteeredStage(fixture, text, takePath: takePath) { adjust(fixture, &$0) }
    try await body(stage)
  }
}
