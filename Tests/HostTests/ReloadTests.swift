import Drivers
import Foundation
import PluginLADSPA
import Plugins
import Signal
import Telemetry
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  @Suite("Reload", .serialized) struct ReloadTests {
    private static let format = StreamFormat(
      rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 1, playbackChannels: 1)
    private static let hasPlugins = FileManager.default.isReadableFile(
      atPath: "/usr/lib/ladspa/latency_1914.so")

    private static func session(
      _ nodes: String, chain: String, connections: String = "", device: String = ""
    ) -> String {
      """
      name: edited
      device: {capture: 1, playback: 1\(device)}
      queue: {workers: 1}
      fades: {start: 0.002, stop: 0.002}
      nodes:
      \(nodes)
      chain: \(chain)
      \(connections)
      """
    }

    private static let one = session(
      "  - {name: a, builtin: gain, channels: 1}", chain: "[capture, a, playback]")

    /// A host that plays a sine of a level of 0.5 by hand.
    private final class Stage {
      let host: AudioHost
      let driver = ManualDriver(format: ReloadTests.format)
      private var phase = 0.0
      private(set) var played: [Float] = []

      init(_ fixture: HostFixture, _ text: String) throws {
        host = try fixture.host(text, driver: driver)
        try host.start()
      }

      /// 100 Hz: the steepest step between two frames is 2π·100/48000 of its peak, 0.00655.
      static let steepest: Float = 0.5 * 2 * .pi * 100 / 48_000

      func step(_ periods: Int = 1) {
        for _ in 0..<periods {
          let sine = (0..<64).map { _ in
            phase += 2 * Double.pi * 100 / 48_000
            return Float(0.5 * sin(phase))
          }
          played += driver.step(capture: [sine])[0]
        }
      }

      func forget() { played = [] }

      /// Plays on until no edit is under way, and a little longer.
      func settle() async -> Bool {
        let isSettled = await eventually {
          step()
          return host.live.isSettled
        }
        step(30)
        return isSettled
      }

      var largestStep: Float {
        zip(played, played.dropFirst()).map { abs($1 - $0) }.max() ?? 0
      }

      func said(_ text: String) -> Bool { host.events.all.contains { $0.text.contains(text) } }
    }

    /// Starts a host, lets it fade in, and ends it after `body`.
    private func withStage(
      _ text: String, catalogues: [any PluginCatalogue] = [],
      _ body: (HostFixture, Stage) async throws -> Void
    ) async throws {
      try await withHostFixture { fixture in
        var fixture = fixture
        fixture.catalogues = catalogues
        let stage = try Stage(fixture, text)
        defer { stage.host.end() }
        let isUp = await eventually {
          stage.step()
          return stage.host.fader.isAtRest && stage.played.count > 6400
        }
        #expect(isUp)
        stage.forget()
        try await body(fixture, stage)
      }
    }

    @Test func playsOnWhileNodesComeAndGo() async throws {
      try await withStage(Self.one) { fixture, stage in
        try fixture.write(
          Self.session(
            """
              - {name: b, builtin: gain, channels: 1}
              - {name: a, builtin: gain, channels: 1}
            """, chain: "[capture, b, a, playback]"))
        let node = stage.host.live.nodes[0]
        #expect(stage.host.reload())
        #expect(stage.said("reloaded session.yaml: 1 added, connections changed"))
        #expect(await stage.settle())
        #expect(stage.host.live.nodes[1] === node)
        try fixture.write(Self.one)
        #expect(stage.host.reload())
        #expect(stage.said("reloaded session.yaml: 1 removed, connections changed"))
        #expect(await stage.settle())
        // All gains are 1: what is heard is the sine, with a cross-fade's rounding at most.
        #expect(stage.largestStep <= Stage.steepest + 1e-6)
        #expect(stage.host.latestReport.nodes.count <= 2)
      }
    }

    @Test func glidesToNewParametersAndBackToDefaults() async throws {
      try await withStage(Self.one) { fixture, stage in
        let quiet = Self.one.replacingOccurrences(
          of: "channels: 1}\n", with: "channels: 1, parameters: {gain: -20}}\n")
        try fixture.write(quiet)
        let node = stage.host.live.nodes[0]
        #expect(stage.host.reload())
        #expect(stage.said("reloaded session.yaml: 1 changed"))
        stage.step(60)
        #expect(stage.host.live.nodes[0] === node)
        #expect(abs((stage.played.suffix(480).map(abs).max() ?? 0) - 0.05) < 1e-3)
        try fixture.write(Self.one)
        #expect(stage.host.reload())
        stage.step(60)
        #expect(abs((stage.played.suffix(480).map(abs).max() ?? 0) - 0.5) < 1e-3)
        // A ramp of 20 ms adds at most peak/960 a frame.
        #expect(stage.largestStep <= Stage.steepest + 0.5 / 960 + 1e-6)
      }
    }

    @Test func bypassesWithoutAClick() async throws {
      let loud = Self.one.replacingOccurrences(
        of: "channels: 1}\n", with: "channels: 1, parameters: {gain: -12}}\n")
      try await withStage(loud) { fixture, stage in
        try fixture.write(
          loud.replacingOccurrences(of: "gain: -12}}", with: "gain: -12}, bypass: true}"))
        #expect(stage.host.reload())
        #expect(stage.said("reloaded session.yaml: 1 changed"))
        #expect(await stage.settle())
        #expect(abs((stage.played.suffix(480).map(abs).max() ?? 0) - 0.5) < 1e-4)
        // The cross-fade takes 480 frames.
        #expect(stage.largestStep <= Stage.steepest + 0.5 / 480 + 1e-6)
        try fixture.write(loud)
        #expect(stage.host.reload())
        #expect(await stage.settle())
        #expect(abs((stage.played.suffix(480).map(abs).max() ?? 0) - 0.5 * 0.2512) < 1e-3)
      }
    }

    @Test func aBuiltInComesBackFromBypassWithoutItsOldSound() async throws {
      let echo = Self.session(
        "  - {name: a, builtin: delay, channels: 1, parameters: {frames: 40000}}",
        chain: "[capture, a, playback]")
      try await withStage(echo) { fixture, stage in
        stage.step(700)
        #expect((stage.played.map(abs).max() ?? 0) > 0.49)
        try fixture.write(echo.replacingOccurrences(of: "40000}}", with: "40000}, bypass: true}"))
        #expect(stage.host.reload())
        #expect(await stage.settle())
        let silence = [Float](repeating: 0, count: 64)
        stage.driver.step(capture: [silence])
        try fixture.write(echo)
        #expect(stage.host.reload())
        var heard: [Float] = []
        let isBack = await eventually {
          heard += stage.driver.step(capture: [silence])[0]
          return stage.host.live.isSettled
        }
        #expect(isBack)
        for _ in 0..<700 { heard += stage.driver.step(capture: [silence])[0] }
        #expect(heard.allSatisfy { $0 == 0 })
      }
    }

    @Test func refusesASessionWithMistakesWhole() async throws {
      try await withStage(Self.one) { fixture, stage in
        try fixture.write(
          Self.one.replacingOccurrences(of: "gain, channels: 1}", with: "gian, channel: 1}"))
        #expect(!stage.host.reload())
        #expect(stage.said("session.yaml is not taken, what played goes on:"))
        #expect(stage.said("session.yaml:6:24: unknown builtin `gian`: did you mean `gain`?"))
        stage.step(20)
        #expect(stage.largestStep <= Stage.steepest + 1e-6)
        #expect((stage.played.suffix(480).map(abs).max() ?? 0) > 0.49)
        #expect(stage.host.live.isSettled)
      }
    }

    @Test func refusesACycleAndAFileThatIsNotThere() async throws {
      try await withStage(Self.one) { fixture, stage in
        try fixture.write(Self.one + "\nconnections: [\"a:out_1 -> a:in_1\"]")
        #expect(!stage.host.reload())
        #expect(stage.said("cycle: a -> a; put a node with `builtin: feedback` into it"))
        try FileManager.default.removeItem(atPath: fixture.path("session.yaml"))
        #expect(!stage.host.reload())
        #expect(stage.said("session.yaml is not taken"))
        stage.step(20)
        #expect((stage.played.suffix(480).map(abs).max() ?? 0) > 0.49)
      }
    }

    @Test func saysWhichSettingsNeedARestart() async throws {
      try await withStage(Self.one) { fixture, stage in
        try fixture.write(
          Self.one.replacingOccurrences(of: "workers: 1", with: "workers: 2"))
        #expect(stage.host.reload())
        #expect(stage.said("`workers`: a change needs a restart, the rest is taken"))
        #expect(stage.said("reloaded session.yaml: nothing changed"))
      }
    }

    @Test func closesTheFileOfARecorderThatIsGone() async throws {
      let taking = Self.session(
        "  - {name: take, builtin: recorder, file: take.wav, channels: 1}",
        chain: "[capture, take, playback]")
      try await withStage(taking) { fixture, stage in
        // Its file would be emptied under it.
        try fixture.write(
          taking.replacingOccurrences(of: "name: take", with: "name: other")
            .replacingOccurrences(of: "capture, take", with: "capture, other"))
        #expect(!stage.host.reload())
        #expect(stage.said("`other` would write the file that `take` is recording to"))
        try fixture.write(Self.one)
        #expect(stage.host.reload())
        #expect(await stage.settle())
        #expect(await eventually { stage.host.live.work.isEmpty })
        let isComplete = await eventually { (try? fixture.read("take.wav")[0].count) ?? 0 > 6400 }
        #expect(isComplete)
      }
    }

    @Test(.enabled(if: hasPlugins, "needs Debian's swh-plugins"))
    func keepsTheStateOfWhatStays() async throws {
      let echo =
        "  - {name: echo, plugin: \"ladspa:delay_1898:delay_n\", parameters: {max_delay_s: 0.5, delay_time_s: 0.3}}"
      let text = Self.session(echo, chain: "[capture, echo, playback]")
      try await withStage(text, catalogues: [LADSPACatalogue()]) { fixture, stage in
        let impulse: [Float] = [1] + [Float](repeating: 0, count: 63)
        stage.driver.step(capture: [[Float](repeating: 0, count: 64)])
        var heard: [Float] = []
        func play(_ capture: [Float] = [], _ periods: Int = 1) {
          for _ in 0..<periods { heard += stage.driver.step(capture: [capture])[0] }
        }
        play([], 500)
        heard = []
        play(impulse)
        try fixture.write(
          Self.session(
            echo + "\n  - {name: a, builtin: gain, channels: 1}",
            chain: "[capture, echo, a, playback]"))
        #expect(stage.host.reload())
        let isSettled = await eventually {
          play()
          return stage.host.live.isSettled || heard.count > 14_000
        }
        #expect(isSettled)
        play([], 300)
        // The impulse of before the edit comes out after it, whole and in time.
        #expect(heard.firstIndex { abs($0) > 0.9 } == 14_400)
      }
    }

    @Test(.enabled(if: hasPlugins, "needs Debian's swh-plugins"))
    func compensatesALatencyThatChanges() async throws {
      func text(_ milliseconds: Int, dry: String = "") -> String {
        Self.session(
          """
            - {name: late, plugin: "ladspa:latency_1914:artificialLatency", parameters: {delay_ms: \(milliseconds)}}
            - {name: dry, builtin: gain, channels: 1\(dry)}
          """, chain: "[[capture, late, playback], [capture, dry, playback]]")
      }
      try await withStage(text(0), catalogues: [LADSPACatalogue()]) { fixture, stage in
        #expect(stage.host.live.latencyFrames == 0)
        try fixture.write(text(10))
        #expect(stage.host.reload())
        let isKnown = await eventually {
          stage.step()
          return stage.host.live.latencyFrames == 480 && stage.host.live.isSettled
        }
        #expect(isKnown)
        #expect(stage.said("late: its latency is 480 frames now"))
        try fixture.write(text(10, dry: ", compensate: false"))
        #expect(stage.host.reload())
        #expect(stage.said("reloaded session.yaml: connections changed"))
        #expect(await stage.settle())
        #expect(stage.host.live.latencyFrames == 480)
      }
    }

    @Test(.enabled(if: hasPlugins, "needs Debian's swh-plugins"))
    func glidesToAPluginsNewParameter() async throws {
      func text(_ gain: Double) -> String {
        Self.session(
          "  - {name: amp, plugin: \"ladspa:amp:amp_mono\", parameters: {gain: \(gain)}}",
          chain: "[capture, amp, playback]")
      }
      try await withStage(text(1), catalogues: [LADSPACatalogue()]) { fixture, stage in
        try fixture.write(text(0))
        #expect(stage.host.reload())
        stage.step(60)
        #expect(stage.played.suffix(480).allSatisfy { $0 == 0 })
        // 30 steps in 20 ms: each moves the sine by 1/30 of its peak at most.
        #expect(stage.largestStep <= Stage.steepest + 0.5 / 30 + 1e-6)
      }
    }
  }
}
