import Foundation
import Host
import Testing

/// The example sessions load, with plugins as the packages of Debian 12 describe them.
@Suite("Example sessions") struct SessionConfigsTests {
  private static let configs = repositoryRoot.appendingPathComponent("configs")

  static var sessions: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: configs.path)) ?? []
    return names.filter { $0.hasSuffix(".yaml") && $0 != "task-classes.yaml" }.sorted()
  }

  @Test func thereAreAtLeastFive() {
    #expect(Self.sessions.count >= 5)
    #expect(Self.sessions.contains("demo.yaml"))
  }

  @Test(arguments: sessions) func loadsWithoutAProblem(name: String) throws {
    let path = Self.configs.appendingPathComponent(name).path
    let session = try SessionFile.load(path: path, shapeOf: Self.shape)
    #expect(session.warnings.isEmpty)
    #expect(!session.connections.isEmpty)
  }

  @Test(arguments: sessions) func feedsEveryPlaybackChannel(name: String) throws {
    let path = Self.configs.appendingPathComponent(name).path
    let session = try SessionFile.load(path: path, shapeOf: Self.shape)
    let fed = Set(session.connections.filter { $0.to.place == .device }.map(\.to.port))
    #expect(fed == Set(0..<session.session.device.playback))
  }

  @Test(arguments: sessions) func saysWhatItIs(name: String) throws {
    let path = Self.configs.appendingPathComponent(name).path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.hasPrefix("# "))
    #expect(!SessionFile.read(path: path).session.name.isEmpty)
  }

  private static func shape(
    _ node: SessionNode, _ plugin: SessionPlugin
  ) -> Result<NodeShape, NodeShapeError> {
    guard let shape = plugins[plugin.identifier] else {
      return .failure(NodeShapeError("no plugin `\(plugin.identifier)` in this test"))
    }
    return .success(shape)
  }

  private static let plugins: [String: NodeShape] = [
    "http://drobilla.net/plugins/mda/Dynamics": plugin(
      "left_in right_in", "left_out right_out",
      ["thresh", "ratio", "output"].map { ($0, 0, 1) }),
    "http://drobilla.net/plugins/mda/Delay": plugin(
      "left_in right_in", "left_out right_out",
      ["l_delay", "r_delay", "feedback", "fb_tone", "fx_mix", "output"].map { ($0, 0, 1) }),
    "http://drobilla.net/plugins/mda/Ambience": plugin(
      "left_in right_in", "left_out right_out",
      ["size", "hf_damp", "mix", "output"].map { ($0, 0, 1) }),
    "filter:hpf": plugin("input", "output", [("cutoff_frequency_hz", 0, 24_000)]),
    "plate_1423:plate": plugin(
      "input", "left_output right_output",
      [("reverb_time", 0.01, 8.5), ("damping", 0, 1), ("dry_wet_mix", 0, 1)]),
    "fast_lookahead_limiter_1913:fastLookaheadLimiter": plugin(
      "input_1 input_2", "output_1 output_2",
      [("input_gain_db", -20, 20), ("limit_db", -20, 0), ("release_time_s", 0.01, 2)]),
    "gate_1410:gate": plugin(
      "input", "output",
      [
        ("threshold_db", -70, 20), ("attack_ms", 0.01, 1000), ("hold_ms", 2, 2000),
        ("decay_ms", 2, 4000), ("range_db", -90, 0),
      ]),
    "foverdrive_1196:foverdrive": plugin("input", "output", [("drive_level", 1, 3)]),
    "single_para_1203:singlePara": plugin(
      "input", "output",
      [("gain_db", -70, 30), ("frequency_hz", 0, 19_200), ("bandwidth_octaves", 0, 4)]),
    "sc4_1882:sc4": plugin(
      "left_input right_input", "left_output right_output",
      [
        ("attack_time_ms", 1.5, 400), ("release_time_ms", 2, 800),
        ("threshold_level_db", -30, 0), ("ratio_1_n", 1, 20), ("makeup_gain_db", 0, 24),
      ]),
  ]

  private static func plugin(
    _ inputs: String, _ outputs: String, _ parameters: [(String, Double, Double)]
  ) -> NodeShape {
    NodeShape(
      inputs: inputs.split(separator: " ").map(String.init),
      outputs: outputs.split(separator: " ").map(String.init),
      parameters: parameters.map { .init(symbol: $0.0, minimum: $0.1, maximum: $0.2) })
  }
}
