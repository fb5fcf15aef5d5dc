import Drivers
import Foundation
import PluginLV2
import PluginSandbox
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import Host

/// MIDI from plugin to plugin, in whole sessions.
extension LiveHosts {
  @Suite("MIDI between nodes", .serialized) struct MIDINodesTests {
    private static let hasFifths = FileManager.default.fileExists(
      atPath: "/usr/lib/lv2/eg-fifths.lv2/manifest.ttl")

    private func withStage(_ body: (HostFixture) async throws -> Void) async throws {
      try await withHostFixture { fixture in
        var fixture = fixture
        let plugins = try TestPlugins(buildingIn: fixture.folder.appending(path: "plugins"))
        let path = "\(plugins.lv2.path):/usr/lib/lv2"
        fixture.catalogues = [
          LV2Catalogue(directories: [plugins.lv2.path, "/usr/lib/lv2"], cache: nil)
        ]
        fixture.sandbox.program = TactusProgram.url.path
        fixture.sandbox.environment = ["LV2_PATH": path]
        fixture.sandbox.quarantine = Quarantine(
          file: fixture.folder.appending(path: "quarantine.json"))
        try await body(fixture)
      }
    }

    private func session(_ nodes: String..., playback: String = "synth") -> String {
      """
      name: midi
      device: {capture: 1, playback: 1}
      queue: {workers: 1}
      fades: {start: 0, stop: 0, session: 0.002}
      nodes:
      \(nodes.map { "  - {\($0)}" }.joined(separator: "\n"))
      chain: [\(playback), playback]
      """
    }

    private let keys = #"name: keys, plugin: "lv2:urn:tactus:test:midi", parameters: {every: 100}"#
    private let more =
      #"name: more, plugin: "lv2:urn:tactus:test:midi", parameters: {every: 150, first: 20}"#
    private let fifths = #"name: fifths, plugin: "lv2:http://lv2plug.in/plugins/eg-fifths""#
    private let synth = #"name: synth, plugin: "lv2:urn:tactus:test:midi""#

    /// What the test plugin plays of notes that begin, and of such that end.
    private func begin(_ notes: Int...) -> Float { notes.reduce(0) { $0 + Float($1) / 4096 } }
    private func end(_ notes: Int...) -> Float {
      notes.reduce(0) { $0 - Float(1000 + $1) / 4096 }
    }

    /// What the test plugin plays when it hears `notes` of a plugin that speaks `every` frames.
    private func heard(_ frames: Int, every: Int, _ notes: [Int]) -> [Float] {
      (0..<frames).map { frame in
        guard frame % every == 0 else { return 0 }
        return notes.reduce(0) { $0 + (frame / every % 2 == 0 ? begin($1) : end($1)) }
      }
    }

    private func render(
      _ fixture: HostFixture, _ text: String, period: Int = 256, workers: Int = 1
    ) throws -> [Float] {
      let (session, loader) = try fixture.session(text)
      _ = try fixture.writeNoise("in.wav", channels: 1, frames: 5_000)
      let result = try OfflineRender(
        session: session, loader: loader, inputPath: fixture.path("in.wav"),
        outputPath: fixture.path("out.wav"), periodFrames: period, workers: workers
      ).run()
      #expect(result.notes.isEmpty)
      return try fixture.read("out.wav")[0]
    }

    @Test(
      .enabled(if: hasFifths, "lv2-examples is not installed"), arguments: [1, 3], [256, 37, 4096])
    func isExactToTheFrame(workers: Int, period: Int) async throws {
      try await withStage { fixture in
        // The synth stands before those it hears.
        let text = session("\(synth), midi: fifths", "\(fifths), midi: 'keys:out'", keys)
        let played = try render(fixture, text, period: period, workers: workers)
        #expect(played == heard(5_000, every: 100, [60, 67]))
      }
    }

    @Test func severalAreMerged() async throws {
      try await withStage { fixture in
        let text = session("\(synth), midi: ['keys:out', 'more:out']", keys, more)
        let played = try render(fixture, text, period: 64)
        let both = zip(heard(5_000, every: 100, [60]), heard(5_000, every: 150, [20])).map {
          $0 + $1
        }
        #expect(played == both)
      }
    }

    @Test(.enabled(if: hasFifths, "lv2-examples is not installed"))
    func aBypassedNodeSaysWhatItHears() async throws {
      try await withStage { fixture in
        let text = session(
          "\(synth), midi: fifths", "\(fifths), midi: 'keys:out', bypass: true", keys)
        let played = try render(fixture, text)
        #expect(played == heard(5_000, every: 100, [60]))
      }
    }

    @Test func anEditLeavesNoNoteHanging() async throws {
      try await withStage { fixture in
        let before = session("\(synth), midi: 'keys:out'", keys)
        let after = session("\(synth), midi: false", keys)
        let stage = try GraphStage(fixture, before, rate: 48_000, maximumFrames: 64)
        let silence: [Float] = Array(repeating: 0, count: 64)
        var played = stage.play([silence], frames: 64)[0]
        #expect(played[0] == begin(60))
        let (session, _) = try fixture.session(after)
        let changes = try stage.live.replace(with: session)
        #expect(changes.isRewired && changes.added.isEmpty && changes.removed.isEmpty)
        played = stage.play([silence], frames: 64)[0]
        #expect(played == [end(60)] + silence.dropLast())
        for _ in 0..<10 {
          stage.live.advance()
          #expect(stage.play([silence], frames: 64)[0] == silence)
        }
      }
    }

    @Test(arguments: [256, 37])
    func aSandboxedPluginSaysAndHearsTheSame(period: Int) async throws {
      try await withStage { fixture in
        let text = session(
          "\(synth), midi: 'middle:echo', sandbox: true", "\(keys), sandbox: true",
          #"name: middle, plugin: "lv2:urn:tactus:test:midi", midi: 'keys:out', sandbox: two"#)
        let played = try render(fixture, text, period: period)
        #expect(played == heard(5_000, every: 100, [60]))
      }
    }
  }
}
