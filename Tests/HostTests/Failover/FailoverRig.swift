import Drivers
import Foundation
import Synchronization
import Telemetry
import TestSupport
import Testing
import WorkQueues

@testable import Host

/// A host that plays a tone through a plugin that counts, on fake cards.
final class FailoverRig {
  let fixture: HostFixture
  let devices: FakeDevices
  let plugin: FrameCounter
  let host: AudioHost
  private let input: Float
  private let watch = StallWatch()

  static let tone = """
      - {name: tone, builtin: tone, frequency: 100, level: -6}
      - {name: counter, plugin: "ladspa:frames:frames"}
    """
  /// 100 Hz at half of full scale: the steepest step between two frames.
  static let steepest: Float = 0.5012 * 2 * .pi * 100 / 48_000
  /// What a fade of 50 ms may add to it.
  static let steepestFaded: Float = steepest + 0.5012 / 2_400 + 1e-5

  /// The largest step between two neighbouring samples.
  static func largestStep(_ samples: [Float]) -> Float {
    zip(samples, samples.dropFirst()).map { abs($1 - $0) }.max() ?? .infinity
  }

  static func session(
    _ device: String, capture: Int = 0, playback: Int = 1, workers: Int = 1
  ) -> String {
    """
    name: failing over
    device: {capture: \(capture), playback: \(playback), \(device)}
    queue: {workers: \(workers)}
    fades: {start: 0.05, stop: 0.05, lost: 0.05, back: 0.05, curve: linear}
    nodes:
    \(tone)
    chain: [tone, counter, playback]
    """
  }

  /// Plays what it captures, and records it as `captured.wav` on the way.
  static func throughSession(_ device: String) -> String {
    """
    name: playing through
    device: {capture: 1, playback: 1, \(device)}
    queue: {workers: 1}
    fades: {start: 0.05, stop: 0.05, lost: 0.05, back: 0.05, curve: linear}
    nodes:
      - {name: counter, plugin: "ladspa:frames:frames"}
      - {name: recorder, builtin: recorder, channels: 1, file: captured.wav}
    chain: [capture, counter, recorder, playback]
    """
  }

  deinit { watch.end() }

  /// Starts a host; `choices` are the cards to play on, those of the session if nil.
  ///
  /// With an `input` it plays through what the cards capture, which is that level.
  init(
    _ fixture: HostFixture, cards: [String], device: String = "driver: alsa",
    choices: [DeviceChoice]? = nil, records: Bool = false, takes: Bool = false,
    input: Float? = nil, workers: Int = 1, change: (FakeDevices) -> Void = { _ in }
  ) throws {
    var fixture = fixture
    let plugins = OnePlugin(FrameCounter())
    fixture.catalogues = [plugins]
    devices = FakeDevices(cards)
    change(devices)
    self.input = input ?? 0
    let (session, loader) = try fixture.session(
      input == nil ? Self.session(device, workers: workers) : Self.throughSession(device))
    host = try AudioHost(
      AudioHost.Setup(
        session: session, loader: loader, providers: [devices.provider, Self.clock],
        devices: { choices ?? DeviceChoice.list($0) }, taskClasses: .builtIn,
        recordPath: records ? fixture.path("played.wav") : nil,
        takePath: takes ? fixture.path("take") : nil))
    self.fixture = fixture
    plugin = plugins.plugin
    try host.start()
  }

  private static let clock = DriverProvider(
    name: "clock", probe: { _ in .available("the clock keeps time") },
    open: { (request, _) throws(DriverError) in try ClockDriver(request) })

  /// A choice of one of the fake cards.
  static func choice(_ card: String) -> DeviceChoice {
    DeviceChoice(
      driverName: "alsa", request: StreamRequest(device: card, playbackChannels: 1))
  }

  /// Steps cards until a condition holds.
  func play(_ cards: String..., until condition: () -> Bool) async -> Bool {
    await eventually {
      for card in cards { step(card) }
      return condition()
    }
  }

  /// Performs one period of a card that has a driver, and returns what was played.
  @discardableResult
  private func step(_ card: String) -> [[Float]] {
    guard let driver = devices[card].driver else { return [] }
    return driver.step(capture: [Array(repeating: input, count: driver.format.periodFrames)])
  }

  /// Writes the session with another device, and has it read.
  func reload(_ device: String, capture: Int = 0, playback: Int = 1) throws {
    try fixture.write(Self.session(device, capture: capture, playback: playback))
    #expect(host.reload())
  }

  /// Steps a card until the tone is heard at full level from it.
  func playsAloud(_ card: String) async -> Bool {
    var loudest: Float = 0
    return await eventually {
      var heard: [Float] = []
      // A whole wave.
      for _ in 0..<8 { heard += step(card).first ?? [] }
      loudest = heard.map(abs).max() ?? 0
      return loudest > 0.5
    }
  }

  func said(_ text: String) -> Bool { events.contains { $0.contains(text) } }
  var events: [String] { host.events.all.map(\.text) }
  var driverName: String { host.selection.driver.name }
  var deviceName: String { host.selection.driver.device }
  var format: StreamFormat { host.selection.driver.format }

  /// Blocks of the plugin that did not begin where the one before ended.
  var jumps: Int { isSteady ? plugin.jumps.load(ordering: .relaxed) : 0 }

  /// Recorded frames that the plugin did not play.
  func missed(of recorded: Int) -> Int {
    isSteady ? recorded - Int(plugin.frames.load(ordering: .relaxed)) : 0
  }

  /// Whether the machine never stood still for a quarter of 64 frames.
  ///
  /// Where it does, a period of the clock, which sits in for lost cards, is closed without the plugin.
  private var isSteady: Bool { watch.longestNanoseconds < 333_333 }

  var counts: DeviceCounts { host.failover.counters.counts }
}

/// Runs `body` with a host that is ended afterwards.
func withFailoverRig(
  cards: [String], device: String = "driver: alsa", choices: [DeviceChoice]? = nil,
  records: Bool = false, takes: Bool = false, workers: Int = 1,
  change: (FakeDevices) -> Void = { _ in }, _ body: (FailoverRig) async throws -> Void
) async throws {
  try await withHostFixture { fixture in
    let rig = try FailoverRig(
      fixture, cards: cards, device: device, choices: choices, records: records, takes: takes,
      workers: workers, change: change)
    defer { rig.host.end() }
    try await body(rig)
  }
}
