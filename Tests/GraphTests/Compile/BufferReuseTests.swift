import TestSupport
import Testing

@testable import Graph

@Suite("Buffer reuse") struct BufferReuseTests {
  /// A chain from the first captured to the first played channel.
  private func chain(_ count: Int, inPlace: Bool) throws -> Blueprint {
    let nodes = (0..<count).map { node("n\($0)", inPlace: inPlace) }
    let between = (1..<count).map { connect(.node($0 - 1, port: 0), .node($0, port: 0)) }
    return try Blueprint(
      GraphDescription(
        nodes: nodes,
        connections: [connect(.capture(0), .node(0, port: 0))] + between
          + [connect(.node(count - 1, port: 0), .playback(0))],
        captureChannels: 1, playbackChannels: 1, maximumFrames: 8))
  }

  private func node(
    _ name: String, inputs: Int = 1, outputs: Int = 1, inPlace: Bool = false
  ) -> GraphNode {
    GraphNode(
      name: name, process: { _, _ in }, context: nil, inputCount: inputs, outputCount: outputs,
      canRunInPlace: inPlace)
  }

  @Test func needsTwoBuffersForAChainAndOneInPlace() throws {
    // One more is silence.
    #expect(try chain(100, inPlace: false).bufferCount == 3)
    #expect(try chain(100, inPlace: true).bufferCount == 2)
  }

  @Test func keepsChainsSideBySideApart() throws {
    let nodes = (0..<64).map { node("n\($0)", inPlace: true) }
    let connections = (0..<64).flatMap { index in
      let source: GraphEndpoint = index % 8 == 0 ? .capture(0) : .node(index - 1, port: 0)
      return [connect(source, .node(index, port: 0))]
        + (index % 8 == 7 ? [connect(.node(index, port: 0), .playback(0))] : [])
    }
    let blueprint = try Blueprint(
      GraphDescription(
        nodes: nodes, connections: connections, captureChannels: 1, playbackChannels: 1,
        maximumFrames: 8))
    // All read what was captured, so each has a buffer of its own from its first node on.
    #expect(blueprint.bufferCount == 1 + 1 + 8)
  }

  @Test func keepsWhatIsPlayedUntilTheEnd() throws {
    let graph = GraphDescription(
      nodes: [node("a", inPlace: true), node("b", inPlace: true)],
      connections: [
        connect(.capture(0), .node(0, port: 0)), connect(.capture(0), .playback(0)),
        connect(.node(0, port: 0), .node(1, port: 0)), connect(.node(0, port: 0), .playback(1)),
        connect(.node(1, port: 0), .playback(2)),
      ], captureChannels: 1, playbackChannels: 3, maximumFrames: 8)
    let blueprint = try Blueprint(graph)
    #expect(blueprint.bufferCount == 4)
    #expect(Set(blueprint.playback.flatMap { $0.map(\.buffer) }).count == 3)
  }

  @Test func doesNotWriteOverWhatAnotherStepMayStillRead() throws {
    let graph = GraphDescription(
      nodes: [node("source", inputs: 0), node("a", inPlace: true), node("b", inPlace: true)],
      connections: [
        connect(.node(0, port: 0), .node(1, port: 0)),
        connect(.node(0, port: 0), .node(2, port: 0)),
      ], maximumFrames: 8)
    let blueprint = try Blueprint(graph)
    let outputs = blueprint.steps.flatMap(\.outputs)
    #expect(Set(outputs).count == 3)
  }

  @Test func writesOverAnInputOnceAllOthersHaveReadIt() throws {
    // b reads a's output and waits for c, which has read it too.
    let graph = GraphDescription(
      nodes: [node("a", inputs: 0), node("b", inputs: 2, inPlace: true), node("c")],
      connections: [
        connect(.node(0, port: 0), .node(1, port: 0)),
        connect(.node(0, port: 0), .node(2, port: 0)),
        connect(.node(2, port: 0), .node(1, port: 1)), connect(.node(1, port: 0), .playback(0)),
      ], playbackChannels: 1, maximumFrames: 8)
    let blueprint = try Blueprint(graph)
    let last = try #require(blueprint.steps.last)
    #expect(last.node == 1)
    #expect(last.outputs == [last.inputs[0].buffer])
  }

  @Test func doesNotRunInPlaceWhereTwoInputsAreTheSame() throws {
    let graph = GraphDescription(
      nodes: [
        node("a", inputs: 0), node("b", inputs: 2, outputs: 2, inPlace: true),
      ],
      connections: [
        connect(.node(0, port: 0), .node(1, port: 0)),
        connect(.node(0, port: 0), .node(1, port: 1)),
      ], maximumFrames: 8)
    let step = try #require(try Blueprint(graph).steps.last)
    #expect(step.inputs[0].buffer == step.inputs[1].buffer)
    #expect(!step.outputs.contains(step.inputs[0].buffer))
    #expect(step.outputs[0] != step.outputs[1])
  }

  @Test func neverWritesSilence() throws {
    let graph = GraphDescription(nodes: [node("a", inPlace: true)], maximumFrames: 8)
    let step = try #require(try Blueprint(graph).steps.first)
    #expect(step.inputs == [Blueprint.Input(sources: [], buffer: 0)])
    #expect(step.outputs == [1])
  }

  @Test func runsInPlaceInTheBufferOfASum() throws {
    let graph = GraphDescription(
      nodes: [node("a", inputs: 0), node("b", inputs: 0), node("sum", inPlace: true)],
      connections: [
        connect(.node(0, port: 0), .node(2, port: 0)),
        connect(.node(1, port: 0), .node(2, port: 0)), connect(.node(2, port: 0), .playback(0)),
      ], playbackChannels: 1, maximumFrames: 8)
    let step = try #require(try Blueprint(graph).steps.last)
    #expect(step.inputs[0].sources.map(\.connection) == [0, 1])
    #expect(step.outputs == [step.inputs[0].buffer])
    #expect(!step.inputs[0].sources.map(\.buffer).contains(step.inputs[0].buffer))
  }

  @Test func writesOverWhatWasSummedForTheLastTime() throws {
    let graph = GraphDescription(
      nodes: [node("a", inputs: 0), node("b", inputs: 0), node("sum")],
      connections: [
        connect(.node(0, port: 0), .node(2, port: 0)),
        connect(.node(1, port: 0), .node(2, port: 0)), connect(.node(2, port: 0), .playback(0)),
      ], playbackChannels: 1, maximumFrames: 8)
    let blueprint = try Blueprint(graph)
    let step = try #require(blueprint.steps.last)
    #expect(step.inputs[0].sources.map(\.buffer).contains(step.outputs[0]))
    #expect(blueprint.bufferCount == 4)
  }

  @Test func givesOutputsThatNobodyReadsBuffersOfTheirOwn() throws {
    let blueprint = try Blueprint(
      GraphDescription(
        nodes: [node("a", inputs: 0, outputs: 3), node("b", inputs: 0, outputs: 3)],
        maximumFrames: 8))
    #expect(Set(blueprint.steps.flatMap(\.outputs)).count == 6)
  }

  @Test(arguments: [2, 12, 60]) func standsEveryScheduleOfRandomGraphs(nodeCount: Int) throws {
    let first = UInt64.random(in: 0..<1_000_000)
    print("buffers of graphs with \(nodeCount) nodes: seeds from \(first)")
    for seed in first..<(first + UInt64(Cases.count(150))) {
      let graph = RandomDescription.make(seed: seed, nodeCount: nodeCount)
      let model = BlueprintModel(graph, try Blueprint(graph))
      #expect(model.conflicts == [], "seed \(seed)")
      var random = SeededGenerator(seed: seed)
      #expect(model.play(Array(model.blueprint.steps.indices)) == [], "seed \(seed)")
      for _ in 0..<4 { #expect(model.play(model.randomOrder(&random)) == [], "seed \(seed)") }
    }
  }

  @Test func needsFewerBuffersThanOutputs() throws {
    var (buffers, sounds) = (0, 0)
    for seed in 0..<50 as Range<UInt64> {
      let graph = RandomDescription.make(seed: seed, nodeCount: 100)
      let blueprint = try Blueprint(graph)
      let sums = blueprint.steps.flatMap(\.inputs).filter { !$0.sources.isEmpty }.count
      buffers += blueprint.bufferCount
      sounds += 1 + graph.captureChannels + blueprint.steps.flatMap(\.outputs).count + sums
    }
    #expect(buffers < sounds * 3 / 4)
    print("100 random nodes: \(buffers / 50) buffers of \(sounds / 50)")
  }
}
