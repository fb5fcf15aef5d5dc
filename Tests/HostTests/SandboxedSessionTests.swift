import CRealtime
import Drivers
import Foundation
import PluginLADSPA
import PluginSandbox
import PluginTestSupport
import Plugins
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  @Suite("Sandboxed sessions", .serialized) struct SandboxedSessionTests {
    private func withStage(_ body: (HostFixture) async throws -> Void) async throws {
      try await withHostFixture { fixture in
        var fixture = fixture
        let plugins = try TestPlugins(buildingIn: fixture.folder.appending(path: "plugins"))
        fixture.catalogues = [LADSPACatalogue(directories: [plugins.ladspa.path])]
        fixture.sandbox.program = TactusProgram.url.path
        fixture.sandbox.environment = plugins.environment
        fixture.sandbox.quarantine = Quarantine(
          file: fixture.folder.appending(path: "quarantine.json"))
        try await body(fixture)
      }
    }

    private func session(_ keys: String, plugin: String = "gain") -> String {
      """
      name: sandboxed
      device: {capture: 1, playback: 1}
      queue: {workers: 1}
      fades: {start: 0, stop: 0}
      nodes:
        - {name: amp, plugin: "ladspa:\(plugin):\(plugin)", parameters: {gain: 0.5}\(keys)}
        - {name: beside, plugin: "ladspa:gain:gain", parameters: {gain: 2}\(keys)}
      chain: [capture, amp, beside, playback]
      """
    }

    private func render(_ fixture: HostFixture, _ keys: String) throws -> [[Float]] {
      let (session, loader) = try fixture.session(session(keys))
      let result = try OfflineRender(
        session: session, loader: loader, inputPath: fixture.path("in.wav"),
        outputPath: fixture.path("out.wav"), periodFrames: 256
      ).run()
      #expect(result.notes.isEmpty)
      return try fixture.read("out.wav")
    }

    @Test(arguments: ["true", "amps"]) func rendersAsInProcess(_ sandbox: String) async throws {
      try await withStage { fixture in
        _ = try fixture.writeNoise("in.wav", channels: 1, frames: 10_000)
        let inProcess = try render(fixture, "")
        #expect(try render(fixture, ", sandbox: \(sandbox)") == inProcess)
      }
    }

    @Test func refusesWhatIsNoSandbox() async throws {
      try await withStage { fixture in
        let error = #expect(throws: HostError.self) {
          try fixture.session(session(", sandbox: [1]"))
        }
        #expect(error?.description.contains("`sandbox:` must be true, false or a group") == true)
      }
    }

    @Test func refusesAShareThatIsNone() async throws {
      try await withStage { fixture in
        let nodes = """
          nodes:
            - {name: a, plugin: "ladspa:gain:gain", sandbox: true, sandbox_share: 0}
            - {name: b, plugin: "ladspa:gain:gain", sandbox: true, sandbox_share: 50%}
            - {name: c, plugin: "ladspa:gain:gain", sandbox_share: 30}
            - {name: d, plugin: "ladspa:gain:gain", sandbox: x, sandbox_share: 101}
            - {name: e, builtin: gain, sandbox_share: 30}
          """
        let error = #expect(throws: HostError.self) { try fixture.session(nodes) }
        let range = "`sandbox_share:` must be a number from 1 to 100 percent, not"
        let lines = [
          ":2:73: \(range) `0`", ":3:73: \(range) `50%`",
          ":4:43: `sandbox_share:` is of use with `sandbox:` only", ":5:70: \(range) `101`",
          ":6:30: unknown key `sandbox_share` in node `e`",
        ]
        let said = (error?.description ?? "").split(separator: "\n")
          .filter { !$0.contains("warning: ") }
        #expect(said.count == lines.count)
        for (line, expected) in zip(said, lines) { #expect(line.contains(expected)) }
      }
    }

    @Test func givesEachNodeItsShareOfThePeriod() async throws {
      try await withStage { fixture in
        let text = session(", sandbox: true, sandbox_share: 12.5")
        let (session, loader) = try fixture.session(text)
        guard case .plugin(let plugin) = session.nodes[0].node.kind else {
          Issue.record("a plugin is none")
          return
        }
        #expect(plugin.sandboxPercent == 12.5)
        let factory = NodeFactory(
          loader: loader, sandboxes: SandboxPool(loader.sandbox), rate: 48_000, maximumFrames: 64)
        let node = try factory.make(session.nodes[0])
        #expect(node.isMade(as: session.nodes[0]))
        let (other, _) = try fixture.session(self.session(", sandbox: true, sandbox_share: 13"))
        #expect(!node.isMade(as: other.nodes[0]))
      }
    }

    @Test func playsOnWhenAPluginCrashesAndStartsItAgain() async throws {
      try await withStage { fixture in
        let driver = try ClockDriver(
          StreamRequest(
            rate: 48_000, periodFrames: 4_800, captureChannels: 1, playbackChannels: 1))
        let host = try fixture.host(
          session(", sandbox: true", plugin: "faulty"), driver: driver)
        try host.start()
        #expect(await eventually { driver.counters.periods.load(ordering: .acquiring) > 2 })
        try fixture.write(
          session(", sandbox: true", plugin: "faulty")
            .replacingOccurrences(of: "gain: 0.5}", with: "gain: 0.5, fault: 1}"))
        host.reload()
        #expect(await eventually { said(host, "amp: Test faults crashed with SIGSEGV") })
        let crash = "crashed with SIGSEGV; "
        #expect(
          await eventually {
            host.latestReport.troubles.contains {
              $0.node == "amp" && $0.text.hasPrefix(crash)
            }
          })
        #expect(await eventually { said(host, "amp: Test faults is back") })
        let periods = driver.counters.periods.load(ordering: .acquiring)
        #expect(
          await eventually { driver.counters.periods.load(ordering: .acquiring) > periods + 2 })
        host.end()
        #expect(!said(host, "beside"))
      }
    }

    @Test func theMeterOfAnotherProcessIsToldOfTheQuarantine() async throws {
      try await withStage { fixture in
        try fixture.sandbox.quarantine.add(.ladspa, "gain:gain", reason: "crashed with SIGSEGV")
        let driver = ManualDriver(
          format: StreamFormat(
            rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 1, playbackChannels: 1))
        let host = try fixture.host(session(""), driver: driver)
        try host.start()
        defer { host.end() }
        let text = "in quarantine since it crashed with SIGSEGV"
        let frame = try TelemetryReader(processID: getpid()).read()
        #expect(
          frame.troubles == ["amp", "beside"].map { TroubleStatus(node: $0, text: text) })
      }
    }

    @Test func playsWithoutAPluginInQuarantine() async throws {
      try await withStage { fixture in
        try fixture.sandbox.quarantine.add(.ladspa, "gain:gain", reason: "crashed with SIGSEGV")
        let input = try fixture.writeNoise("in.wav", channels: 1, frames: 1_000)
        let (session, loader) = try fixture.session(session(""))
        let result = try OfflineRender(
          session: session, loader: loader, inputPath: fixture.path("in.wav"),
          outputPath: fixture.path("out.wav"), periodFrames: 256
        ).run()
        #expect(result.notes.count == 2)
        #expect(result.notes.first?.contains("amp: Test gain is in quarantine") == true)
        #expect(try fixture.read("out.wav") == input)
      }
    }

    private func said(_ host: AudioHost, _ text: String) -> Bool {
      host.events.all.contains { $0.text.contains(text) }
    }
  }
}
