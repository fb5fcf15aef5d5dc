import Graph
import PluginSandbox
import Testing

@testable import Host

@Suite("Keys for latency, bypass and loops") struct SessionEditingKeysTests {
  let scratch: SessionScratch
  init() throws { scratch = try SessionScratch() }

  @Test func aNodeIsNeitherBypassedNorLeftOutUnlessItSays() throws {
    let session = try scratch.load(
      """
      nodes:
        - {name: plain, builtin: gain}
        - {name: off, builtin: gain, bypass: true}
        - {name: eager, builtin: gain, bypass: false, compensate: false}
      chain: [plain, off, eager, playback]
      """)
    #expect(session.session.nodes.map(\.isBypassed) == [false, true, false])
    #expect(session.session.nodes.map(\.compensates) == [true, true, false])
    #expect(session.connections.map(\.compensates) == [true, true, true, true, false, false])
  }

  @Test func aConnectionSaysMoreThanItsNode() throws {
    let session = try scratch.load(
      """
      device: {capture: 1}
      nodes:
        - {name: eager, builtin: gain, compensate: false}
        - {name: mix, builtin: mixer, channels: 1}
      connections:
        - {from: capture:out_1, to: mix:in_1_1, compensate: false}
        - capture:out_1 -> eager:in_1
        - {from: eager:out_1, to: mix:in_2_1, compensate: true}
        - eager:out_1 -> playback:in_1
      """)
    #expect(session.connections.map(\.compensates) == [false, true, true, false])
  }

  @Test func mistakesInTheKeysAreToldWithTheirLines() throws {
    let problems = try scratch.problems(
      """
      device: {capture: 1}
      nodes:
        - {name: a, builtin: gain, channels: 1, bypass: maybe, compensate: 1}
        - {name: b, builtin: gain, channels: 1, bypas: true}
        - {name: loop, builtin: feedback, channels: 1, bypass: true}
        - {name: wide, builtin: feedback, channels: 65}
      connections:
        - {from: capture:out_1, to: a:in_1, compensates: false}
        - {from: a:out_1, to: b:in_1, compensate: [no]}
      """)
    #expect(
      problems == [
        "3: `bypass:` must be true or false, not `maybe`",
        "3: `compensate:` must be true or false, not `1`",
        "4: unknown key `bypas` in node `b`: did you mean `bypass`?",
        "5: node `loop` cannot be bypassed: it is there to close a loop one period later",
        "6: `channels:` must be a whole number from 1 to 64, not `65`",
        "8: unknown key `compensates` in a connection: did you mean `compensate`?",
        "9: `compensate:` must be true or false, not a list",
      ])
  }

  @Test func aLoopIsRefusedByNameUnlessItHasAFeedbackNode() throws {
    func loop(_ node: String) -> String {
      """
      device: {capture: 1, playback: 1}
      nodes:
        - {name: mix, builtin: mixer, channels: 1}
        - {name: back, builtin: \(node), channels: 1}
      chain: [mix, playback]
      connections:
        - capture:out_1 -> mix:in_1_1
        - mix:out_1 -> back:in_1
        - back:out_1 -> mix:in_2_1
      """
    }
    let refused = #expect(throws: SessionProblems.self) {
      try SessionGraph.check(scratch.load(loop("gain")))
    }
    let path = scratch.path("session.yaml")
    #expect(
      refused?.description
        == "\(path):3:12: cycle: mix -> back -> mix; put a node with `builtin: feedback` into it, "
        + "which plays what it heard one period before")
    let session = try scratch.load(loop("feedback"))
    try SessionGraph.check(session)
    #expect(session.nodes[1].shape.inputs == ["in_1"])
    #expect(session.nodes[1].shape.outputs == ["out_1"])
  }

  @Test func theGraphHasWhatTheSessionSays() throws {
    let session = try scratch.load(
      """
      device: {capture: 1, playback: 1}
      nodes:
        - {name: off, builtin: gain, channels: 1, bypass: true, compensate: false}
        - {name: on, builtin: gain, channels: 1}
      chain: [[capture, off, playback], [capture, on, playback]]
      """)
    let factory = NodeFactory(
      loader: SessionLoader(catalogues: []), sandboxes: SandboxPool(), rate: 48_000,
      maximumFrames: 64)
    let graph = try SessionGraph(session, factory: factory)
    let description = graph.description(latencies: [0, 7], maximumFrames: 64)
    #expect(description.nodes.map(\.name) == ["off", "on"])
    #expect(description.nodes.map(\.isBypassed) == [true, false])
    #expect(description.nodes.map(\.latencyFrames) == [0, 7])
    #expect(description.connections.map(\.compensates) == [true, false, true, true])
    #expect(try GraphLatencies(description).delayFrames == [0, 0, 0, 0])
    #expect(try GraphLatencies(description).latencyFrames == 7)
  }
}
