import Drivers
import Foundation
import PluginLADSPA
import PluginLV2
import PluginSandbox
import PluginTestSupport
import Plugins
import Telemetry
import TestSupport
import Testing

@testable import Host

/// What a plugin does, and what becomes of it.
struct Misdeed: Sendable, CustomTestStringConvertible {
  /// The test plugin that does it, and by which parameters.
  var plugin = "faulty"
  var parameters: [String: Float]
  /// What is told of the node: in this process, where the plugin can be there, and in a sandbox.
  var toldInProcess: String?
  var toldInSandbox: String?
  /// Whether it ends or stops a process.
  var needsSandbox = false
  var formats = ["ladspa", "lv2"]

  var testDescription: String {
    let sorted = parameters.sorted { $0.key < $1.key }
    return plugin + sorted.map { " \($0.key) \(Int($0.value))" }.joined()
  }

  /// By the numbers of `fault.h`.
  private static func fault(
    _ kind: Float, amount: Float = 0, _ told: String? = nil, inSandbox: String? = nil
  ) -> Misdeed {
    Misdeed(
      parameters: ["amount": amount, "fault": kind], toldInProcess: told,
      toldInSandbox: inSandbox ?? told, needsSandbox: inSandbox != nil)
  }

  static let all = [
    fault(1, inSandbox: "crashed with SIGSEGV; its sandbox is started again"),
    fault(2, inSandbox: "crashed with SIGABRT; its sandbox is started again"),
    fault(3, inSandbox: "was late in its sandbox"),
    fault(4, amount: 300, inSandbox: "was late in its sandbox"),
    fault(5, amount: 3, inSandbox: "ended with code 3; its sandbox is started again"),
    fault(6, amount: 3, inSandbox: "wrote past the end of a buffer"),
    fault(6, amount: 100_000, inSandbox: "crashed with SIGSEGV; its sandbox is started again"),
    fault(7, "gave NaN in its output 1, muted"),
    fault(8, "gave an infinite sample in its output 1, muted"),
    fault(9),
    fault(10, amount: 1000, "gave a runaway level in its output 1, muted"),
    fault(11, amount: 100),
    fault(12),
    fault(13, inSandbox: "crashed with SIGKILL; its sandbox is started again"),
    latency,
    Misdeed(plugin: "working", parameters: ["gain": 4], formats: ["lv2"]),
    Misdeed(plugin: "midi", parameters: ["every": 1], formats: ["lv2"]),
  ]

  private static let latency = Misdeed(
    plugin: "latent", parameters: ["delay": 100], toldInProcess: "its latency is 100 frames now",
    toldInSandbox: "its latency is 100 frames now")
}

extension LiveHosts {
  /// Plugins that do what they should not, beside a chain that has nothing to do with them.
  @Suite("Misbehaving plugins", .serialized) struct MisbehavingPluginTests {
    private static let format = StreamFormat(
      rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 1, playbackChannels: 2)
    private static let blocks = 50

    private func session(_ plugin: String, hears: Bool, _ keys: String) -> String {
      """
      name: misbehaving
      device: {capture: 1, playback: 2}
      queue: {workers: 1}
      fades: {start: 0, stop: 0}
      nodes:
        - {name: sick, plugin: "\(plugin)", compensate: false\(keys)}
        - {name: well, plugin: "ladspa:gain:gain", parameters: {gain: 2}}
      connections:
        \(hears ? "- capture:out_1 -> sick:in" : "- sick:heard -> playback:in_1")
        \(hears ? "- sick:out -> playback:in_1" : "")
        - capture:out_1 -> well:in
        - well:out -> playback:in_2
      """
    }

    /// Those that end or stop a process are told by `tactus plugins check`, and late ones by the
    /// period's deadline: see the late nodes.
    @Test(arguments: Misdeed.all.filter { !$0.needsSandbox })
    func harmOnlyThemselvesInThisProcess(_ misdeed: Misdeed) async throws {
      try await misbehave(misdeed, keys: "", told: misdeed.toldInProcess)
    }

    @Test(arguments: Misdeed.all) func harmOnlyThemselvesInASandbox(_ misdeed: Misdeed) async throws
    {
      try await misbehave(misdeed, keys: ", sandbox: true", told: misdeed.toldInSandbox)
    }

    private func misbehave(_ misdeed: Misdeed, keys: String, told: String?) async throws {
      try await withHostFixture { fixture in
        var fixture = fixture
        let plugins = try TestPlugins(buildingIn: fixture.folder.appending(path: "plugins"))
        fixture.catalogues = [
          LADSPACatalogue(directories: [plugins.ladspa.path]),
          LV2Catalogue(directories: [plugins.lv2.path], cache: nil),
        ]
        fixture.sandbox.program = TactusProgram.url.path
        fixture.sandbox.environment = plugins.environment
        fixture.sandbox.quarantine = Quarantine(
          file: fixture.folder.appending(path: "quarantine.json"))
        for format in misdeed.formats {
          let plugin =
            format == "lv2"
            ? "lv2:urn:tactus:test:\(misdeed.plugin)" : "ladspa:\(misdeed.plugin):\(misdeed.plugin)"
          let driver = ManualDriver(format: Self.format)
          let host = try fixture.host(
            session(plugin, hears: misdeed.plugin != "midi", keys), driver: driver)
          try host.start()
          try await play(host, driver, misdeed, told: told)
          host.end()
        }
      }
    }

    /// Plays, has the plugin misbehave, and goes on until that was told; each block is looked at.
    private func play(
      _ host: AudioHost, _ driver: ManualDriver, _ misdeed: Misdeed, told: String?
    ) async throws {
      var generator = SeededGenerator(seed: 42)
      var wrong = 0
      func block() {
        let capture = (0..<64).map { _ in Float.random(in: -0.25...0.25, using: &generator) }
        let heard = driver.step(capture: [capture])
        if heard.count != 2 || heard[1] != capture.map({ $0 * 2 }) { wrong += 1 }
        // Neither what is no number, nor what is too loud.
        if !(heard.first ?? []).allSatisfy({ abs($0) <= 1 }) { wrong += 1 }
      }
      for _ in 0..<Self.blocks { block() }
      guard case .plugin(let instance) = host.live.nodes[0].body else {
        Issue.record("no plugin")
        return
      }
      for (symbol, value) in misdeed.parameters.sorted(by: { $0.key < $1.key }) {
        let place = instance.descriptor.parameters.first { $0.symbol.lowercased() == symbol }
        #expect(instance.jump(try #require(place).symbol, to: value))
      }
      for _ in 0..<Self.blocks { block() }
      if let told {
        let isTold = await eventually {
          block()
          return host.events.all.contains { $0.text.hasPrefix("sick: ") && $0.text.contains(told) }
        }
        #expect(isTold, "\(host.events.all.map(\.text))")
      } else {
        #expect(!host.events.all.contains { $0.text.hasPrefix("sick: ") })
      }
      #expect(wrong == 0)
    }
  }
}
