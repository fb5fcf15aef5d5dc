import Foundation
import Graph
import SoundFiles
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Host

/// A session of one channel each way.
private func session(_ nodes: String, chain: String, connections: String = "") -> String {
  """
  device: {capture: 1, playback: 1}
  nodes:
  \(nodes)
  chain: \(chain)
  \(connections)
  """
}

private let counting = "  - {name: count, plugin: \"ladspa:\(CountingPlugins.identifier)\"}"

private func noise(_ frames: Int) -> [Float] {
  var generator = SplitMix(state: 7)
  return (0..<frames).map { _ in Float.random(in: -0.5...0.5, using: &generator) }
}

@Suite("Graph rebuild", .serialized) struct GraphRebuildTests {
  private static let strip = session(
    """
      - {name: eq, builtin: equalizer, channels: 1, bands: 2, parameters: {gain_1: 6, shape_2: high-shelf, gain_2: -9}}
      - {name: squeeze, builtin: compressor, channels: 1, parameters: {threshold: -30}}
      - {name: echo, builtin: delay, channels: 1, parameters: {milliseconds: 3, mix: 0.5}}
      - {name: gate, builtin: gate, channels: 1}
      - {name: loop, builtin: feedback, channels: 1}
      - {name: back, builtin: gain, channels: 1, parameters: {gain: -6}}
      - {name: off, builtin: gain, channels: 1, bypass: true, parameters: {gain: 20}}
      - {name: limit, builtin: limiter, channels: 1, parameters: {ceiling: -12}}
    """, chain: "[capture, eq, squeeze, echo, gate, off, limit, playback]",
    connections: """
      connections:
        - gate:out_1 -> loop:in_1
        - loop:out_1 -> back:in_1
        - back:out_1 -> off:in_1
      """)

  @Test(arguments: [(48_000, 64, 44_100, 128), (44_100, 256, 192_000, 32), (48_000, 64, 8_000, 64)])
  func soundsAsAFreshGraphDoes(
    _ rate: Int, _ period: Int, _ newRate: Int, _ newPeriod: Int
  ) async throws {
    try await withHostFixture { fixture in
      let stage = try GraphStage(fixture, Self.strip, rate: rate, maximumFrames: period)
      _ = try stage.play(through: noise(20_000), period: period)
      #expect(!stage.live.fits(rate: newRate, maximumFrames: newPeriod))
      #expect(try stage.live.rebuild(rate: newRate, maximumFrames: newPeriod) == [])
      #expect(stage.live.fits(rate: newRate, maximumFrames: newPeriod))
      let fresh = try GraphStage(fixture, Self.strip, rate: newRate, maximumFrames: newPeriod)
      #expect(stage.live.latencyFrames == fresh.live.latencyFrames)
      let played = try stage.play(through: noise(20_000), period: newPeriod)
      #expect(try played == fresh.play(through: noise(20_000), period: newPeriod))
      #expect(played.contains { abs($0) > 0.1 })
    }
  }

  @Test func keepsParametersThatWereStillOnTheirWay() async throws {
    try await withHostFixture { fixture in
      let text = session(
        "  - {name: a, builtin: gain, channels: 1}", chain: "[capture, a, playback]")
      let stage = try GraphStage(fixture, text, rate: 48_000, maximumFrames: 64)
      _ = stage.play([[Float](repeating: 1, count: 64)], frames: 64)
      let (quiet, _) = try fixture.session(
        text.replacingOccurrences(of: "channels: 1}", with: "channels: 1, parameters: {gain: -20}}")
      )
      #expect(try stage.live.replace(with: quiet).changed == ["a"])
      let gliding = stage.play([[Float](repeating: 1, count: 64)], frames: 64)[0]
      #expect((gliding.last ?? 0) > 0.9)
      _ = try stage.live.rebuild(rate: 44_100, maximumFrames: 64)
      let played = stage.play([[Float](repeating: 1, count: 64)], frames: 64)[0]
      #expect(played.allSatisfy { abs($0 - 0.1) < 1e-6 })
    }
  }

  @Test func keepsWhatIsBypassed() async throws {
    try await withHostFixture { fixture in
      let text = session(
        "  - {name: a, builtin: gain, channels: 1, bypass: true, parameters: {gain: -20}}",
        chain: "[capture, a, playback]")
      let stage = try GraphStage(fixture, text, rate: 48_000, maximumFrames: 64)
      _ = try stage.live.rebuild(rate: 96_000, maximumFrames: 128)
      let signal = noise(128)
      #expect(stage.play([signal], frames: 128)[0] == signal)
    }
  }

  @Test func isThroughWithAnEditUnderWay() async throws {
    try await withHostFixture { fixture in
      let text = session(
        "  - {name: a, builtin: gain, channels: 1, parameters: {gain: -20}}",
        chain: "[capture, a, playback]")
      let stage = try GraphStage(fixture, text, rate: 48_000, maximumFrames: 64)
      let signal = noise(64)
      _ = stage.play([signal], frames: 64)
      let (plain, _) = try fixture.session(
        text.replacingOccurrences(of: "[capture, a, playback]", with: "[capture, playback]"))
      _ = try stage.live.replace(with: plain)
      _ = stage.play([signal], frames: 64)
      #expect(!stage.live.isSettled)
      _ = try stage.live.rebuild(rate: 44_100, maximumFrames: 64)
      #expect(stage.live.isSettled)
      #expect(stage.play([signal], frames: 64)[0] == signal)
      // The next edit works as ever.
      let (again, _) = try fixture.session(text)
      _ = try stage.live.replace(with: again)
      for _ in 0..<20 {
        _ = stage.play([signal], frames: 64)
        stage.live.advance()
      }
      #expect(stage.live.isSettled)
      let played = stage.play([signal], frames: 64)[0]
      #expect(zip(played, signal).allSatisfy { abs($0 - $1 / 10) < 1e-6 })
    }
  }

  @Test func keepsPluginsParametersAndState() async throws {
    try await withHostFixture { fixture in
      var fixture = fixture
      let plugins = CountingPlugins()
      fixture.catalogues = [plugins]
      let text = session(
        counting.replacingOccurrences(of: "}", with: ", parameters: {gain: 0.5, cutoff: 20000}}"),
        chain: "[capture, count, playback]")
      let stage = try GraphStage(fixture, text, rate: 48_000, maximumFrames: 64)
      let signal = noise(64)
      _ = stage.play([signal], frames: 64)
      func rebuildWhilePlaying() throws {
        let rebuild = try stage.live.prepareRebuild(rate: 32_000, maximumFrames: 64)
        #expect(plugins.latest?.frames.load(ordering: .relaxed) == 64)
        // The old one plays on: its state is taken again.
        _ = stage.play([signal], frames: 64)
        #expect(try stage.live.commit(rebuild) == [])
      }
      try rebuildWhilePlaying()
      let plugin = try #require(plugins.latest)
      #expect(plugin.frames.load(ordering: .relaxed) == 128)
      #expect(plugin.restores.load(ordering: .relaxed) == 2)
      #expect(stage.play([signal], frames: 64)[0] == signal.map { $0 * 0.5 })
      #expect(plugin.frames.load(ordering: .relaxed) == 192)
      // As far as there are frequencies.
      #expect(plugin.parameter("cutoff")?.pointee == 16_000)
      #expect(plugins.aliveCount == 1)
    }
  }

  @Test func doesNotRestoreAStateThatIsTheSame() async throws {
    try await withHostFixture { fixture in
      var fixture = fixture
      let plugins = CountingPlugins()
      fixture.catalogues = [plugins]
      let text = session(counting, chain: "[capture, count, playback]")
      let stage = try GraphStage(fixture, text, rate: 48_000, maximumFrames: 64)
      _ = stage.play([noise(64)], frames: 64)
      _ = try stage.live.rebuild(rate: 32_000, maximumFrames: 64)
      #expect(plugins.latest?.restores.load(ordering: .relaxed) == 1)
      // A default that depends on the rate is the new rate's.
      #expect(plugins.latest?.parameter("cutoff")?.pointee == 3_200)
    }
  }

  @Test func keepsCounters() async throws {
    try await withHostFixture { fixture in
      let stage = try GraphStage(fixture, Self.strip, rate: 48_000, maximumFrames: 64)
      _ = try stage.play(through: noise(6400), period: 64)
      let edits = stage.live.status.edits
      _ = try stage.live.rebuild(rate: 44_100, maximumFrames: 64)
      #expect(stage.live.nodes.first { $0.name == "eq" }?.statistics.performed == 100)
      _ = try stage.play(through: noise(640), period: 64)
      #expect(stage.live.nodes.first { $0.name == "eq" }?.statistics.performed == 110)
      #expect(stage.live.nodes.first { $0.name == "loop" }?.statistics.performed == 110)
      #expect(stage.live.status.edits >= edits)
    }
  }

  @Test func changesNothingWhenAPluginRefuses() async throws {
    try await withHostFixture { fixture in
      var fixture = fixture
      fixture.catalogues = [CountingPlugins(refusing: 44_100)]
      let text = session(
        "  - {name: take, builtin: recorder, file: take.wav, channels: 1}\n" + counting,
        chain: "[capture, take, count, playback]")
      let stage = try GraphStage(fixture, text, rate: 48_000, maximumFrames: 64)
      let signal = noise(64)
      _ = stage.play([signal], frames: 64)
      let nodes = stage.live.nodes
      let error = #expect(throws: HostError.self) {
        try stage.live.rebuild(rate: 44_100, maximumFrames: 64)
      }
      #expect(
        error?.message
          == "count: \(CountingPlugins.identifier) refused to make an instance at 44100 Hz")
      #expect(zip(nodes, stage.live.nodes).allSatisfy { $0 === $1 })
      #expect(stage.live.fits(rate: 48_000, maximumFrames: 64))
      #expect(stage.play([signal], frames: 64)[0] == signal)
      #expect(!FileManager.default.fileExists(atPath: fixture.path("take-2.wav")))
      try stage.end()
      #expect(try fixture.read("take.wav") == [signal + signal])
    }
  }

  @Test func refusesASessionThatChangedMeanwhile() async throws {
    try await withHostFixture { fixture in
      let text = session(
        "  - {name: take, builtin: recorder, file: take.wav, channels: 1}",
        chain: "[capture, take, playback]")
      let stage = try GraphStage(fixture, text, rate: 48_000, maximumFrames: 64)
      let (plain, _) = try fixture.session(
        text.replacingOccurrences(of: "[capture, take, playback]", with: "[capture, playback]"))
      func prepareAndReplace() throws {
        let rebuild = try stage.live.prepareRebuild(rate: 44_100, maximumFrames: 64)
        _ = try stage.live.replace(with: plain)
        #expect(throws: HostError.self) { try stage.live.commit(rebuild) }
      }
      try prepareAndReplace()
      #expect(stage.live.fits(rate: 48_000, maximumFrames: 64))
      #expect(!FileManager.default.fileExists(atPath: fixture.path("take-2.wav")))
      _ = try stage.live.rebuild(rate: 44_100, maximumFrames: 64)
      #expect(stage.live.session == plain)
    }
  }

  @Test func keepsAllThatFitsLongerPeriods() async throws {
    try await withHostFixture { fixture in
      var fixture = fixture
      let plugins = CountingPlugins()
      fixture.catalogues = [plugins]
      let text = session(
        """
          - {name: take, builtin: recorder, file: take.wav, channels: 1}
          - {name: echo, builtin: delay, channels: 1, parameters: {frames: 1000}}
        \(counting)
        """, chain: "[capture, take, echo, count, playback]")
      let stage = try GraphStage(fixture, text, rate: 48_000, maximumFrames: 64)
      let before = stage.live.nodes
      let signal = noise(1500)
      var played = try stage.play(through: Array(signal[..<640]), period: 64)
      #expect(stage.live.fits(rate: 48_000, maximumFrames: 32))
      #expect(!stage.live.fits(rate: 48_000, maximumFrames: 512))
      #expect(try stage.live.rebuild(rate: 48_000, maximumFrames: 512) == [])
      #expect(zip(before, stage.live.nodes).map { $0 === $1 } == [true, true, false])
      #expect(plugins.latest?.maximumFrames == 512)
      played += try stage.play(through: Array(signal[640...]), period: 512)
      // The delay has gone on, as has the recording.
      #expect(played == [Float](repeating: 0, count: 1000) + signal[..<500])
      #expect(plugins.latest?.frames.load(ordering: .relaxed) == 1500)
      try stage.end()
      #expect(try fixture.read("take.wav") == [signal])
    }
  }

  @Test func leaksNothingInFiftyRebuilds() async throws {
    try await withHostFixture { fixture in
      var fixture = fixture
      let plugins = CountingPlugins()
      fixture.catalogues = [plugins]
      _ = try fixture.writeNoise("noise.wav", channels: 1, frames: 48_000)
      let text = session(
        """
          - {name: play, builtin: file-player, file: noise.wav, loop: true}
          - {name: echo, builtin: delay, channels: 1, parameters: {frames: 1000}}
          - {name: level, builtin: meter, channels: 1}
        \(counting)
        """, chain: "[play, echo, level, count, playback]")
      let stage = try GraphStage(fixture, text, rate: 48_000, maximumFrames: 64)
      let gone = Locked<[WeakNode]>([])
      for round in 1...50 {
        gone.withLock { gone in gone += stage.live.nodes.map { WeakNode($0) } }
        _ = try stage.live.rebuild(
          rate: [44_100, 48_000, 96_000][round % 3], maximumFrames: [64, 256][round % 2])
        _ = stage.play(frames: 64)
        try stage.tend()
      }
      #expect(gone.withLock { $0.count { $0.node != nil } } == 0)
      #expect(plugins.aliveCount == 1)
      #expect(stage.live.player.statistics.occupiedPlans == 0)
      // The player's file, once.
      #expect(openFiles(under: fixture.folder.path) == [fixture.path("noise.wav")])
    }
  }

  private struct WeakNode {
    weak var node: RunningNode?
    init(_ node: RunningNode) { self.node = node }
  }

  /// The files this process has open in a folder.
  private func openFiles(under folder: String) -> [String] {
    let files = FileManager.default
    let numbers = (try? files.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return numbers.compactMap {
      try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
    }.filter { $0.hasPrefix(folder) }
  }
}
