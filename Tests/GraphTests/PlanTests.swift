import CRealtime
import Signal
import Testing

@testable import Graph

@Suite("Plan", .serialized) struct PlanTests {
  @Test func connectsCaptureToPlaybackWithoutNodes() throws {
    let runner = try PlanRunner(helpers: 0)
    let plan = try Plan(
      compiling: GraphDescription(
        connections: [connect(.capture(1), .playback(0)), connect(.capture(0), .playback(1))],
        captureChannels: 2, playbackChannels: 3, maximumFrames: 4))
    let played = runner.run(plan, capture: [[1, 2, 3, 4], [5, 6, 7, 8]], frames: 4, workers: 2)
    #expect(played == [[5, 6, 7, 8], [1, 2, 3, 4], [0, 0, 0, 0]])
  }

  @Test func sumsInTheOrderOfTheConnections() throws {
    let runner = try PlanRunner(helpers: 0)
    let nodes: [GraphNode] = [.constant(1), .constant(1e8), .constant(-1e8), .wire("sum")]
    func played(_ order: [Int]) throws -> [[Float]] {
      let plan = try Plan(
        compiling: GraphDescription(
          nodes: nodes,
          connections: order.map { connect(.node($0, port: 0), .node(3, port: 0)) }
            + order.map { connect(.node($0, port: 0), .playback(1)) }
            + [connect(.node(3, port: 0), .playback(0))],
          playbackChannels: 2, maximumFrames: 2))
      return runner.run(plan, frames: 2, workers: 1)
    }
    #expect(try played([1, 2, 0]) == [[1, 1], [1, 1]])
    // 1 is lost beside 1e8 in a float.
    #expect(try played([0, 1, 2]) == [[0, 0], [0, 0]])
  }

  @Test func silencesWhatIsNotConnected() throws {
    let runner = try PlanRunner(helpers: 0)
    let plan = try Plan(
      compiling: GraphDescription(
        nodes: [.wire("a", ports: 2), .constant(9)],
        connections: [
          connect(.node(0, port: 0), .playback(0)), connect(.node(0, port: 1), .playback(1)),
        ], captureChannels: 1, playbackChannels: 3, maximumFrames: 2))
    #expect(runner.run(plan, frames: 2, workers: 1) == [[0, 0], [0, 0], [0, 0]])
  }

  @Test func bearsDevicesWithOtherChannelsThanItsOwn() throws {
    let runner = try PlanRunner(helpers: 0)
    let plan = try Plan(
      compiling: GraphDescription(
        connections: [connect(.capture(0), .playback(0)), connect(.capture(1), .playback(1))],
        captureChannels: 2, playbackChannels: 2, maximumFrames: 2))
    // The second channel was there in the period before.
    #expect(
      runner.run(plan, capture: [[1, 1], [2, 2]], frames: 2, workers: 1) == [[1, 1], [2, 2]])
    #expect(runner.run(plan, capture: [[1, 1]], frames: 2, workers: 1) == [[1, 1], [0, 0]])
    #expect(
      runner.run(plan, capture: [[1, 1]], playbackChannels: 3, frames: 2, workers: 1)
        == [[1, 1], [0, 0], [0, 0]])
    #expect(
      runner.run(
        plan, capture: [[1, 1], [2, 2], [3, 3]], playbackChannels: 1, frames: 2, workers: 1)
        == [[1, 1]])
  }

  @Test func givesEachOutputABufferOfItsOwnOnACacheLine() throws {
    var addresses: [UInt] = []
    let node = ClosureNode { block in
      for port in 0..<Int(block.output_count) {
        addresses.append(UInt(bitPattern: block.outputs[port]))
      }
    }
    let plan = try Plan(
      compiling: GraphDescription(
        nodes: [node.graphNode("a", outputs: 3), node.graphNode("b", outputs: 2)],
        maximumFrames: 3))
    _ = try PlanRunner(helpers: 0).run(plan, frames: 3, workers: 1)
    #expect(addresses.count == 5)
    #expect(Set(addresses).count == 5)
    #expect(addresses.allSatisfy { $0.isMultiple(of: 64) && $0 != 0 })
  }

  @Test func readsASingleSourceInPlace() throws {
    var written: UnsafePointer<Float>?
    var read: UnsafePointer<Float>?
    let source = ClosureNode { written = UnsafePointer($0.outputs[0]) }
    let destination = ClosureNode { read = $0.inputs[0] }
    let plan = try Plan(
      compiling: GraphDescription(
        nodes: [
          source.graphNode("a", outputs: 1), destination.graphNode("b", inputs: 1),
        ], connections: [connect(.node(0, port: 0), .node(1, port: 0))], maximumFrames: 4))
    _ = try PlanRunner(helpers: 0).run(plan, frames: 4, workers: 1)
    #expect(written != nil)
    #expect(written == read)
  }

  @Test func keepsTheOwnersOfItsNodes() throws {
    weak var owner: ClosureNode?
    var plan: Plan?
    do {
      let node = ClosureNode { _ in }
      owner = node
      plan = try Plan(
        compiling: GraphDescription(nodes: [node.graphNode("a")], maximumFrames: 1))
    }
    #expect(owner != nil)
    #expect(plan?.width == 1)
    plan = nil
    #expect(owner == nil)
  }

  @Test func playsBuiltInProcessors() throws {
    let gain = GainProcessor(channels: 2, rate: 48_000)
    #expect(gain.setParameter("gain", to: -6))
    let node = GraphNode(name: "gain", processor: gain)
    #expect(node.inputCount == 2)
    #expect(node.outputCount == 2)
    let plan = try Plan(
      compiling: GraphDescription(
        nodes: [node],
        connections: (0..<2).flatMap { channel in
          [
            connect(.capture(channel), .node(0, port: channel)),
            connect(.node(0, port: channel), .playback(channel)),
          ]
        }, captureChannels: 2, playbackChannels: 2, maximumFrames: 3))
    let captured: [[Float]] = [[1, 0.5, -0.3], [0.1, 0.2, 0.7]]
    let played = try PlanRunner(helpers: 0).run(plan, capture: captured, frames: 3, workers: 1)
    #expect(played == captured.map { $0.map { $0 * Decibels.gain(-6) } })
  }

  @Test func countsWhatItsStepsDid() throws {
    let runner = try PlanRunner(helpers: 1)
    let slow = ClosureNode { _ in _ = rt_sleep(milliseconds: 2) }
    let plan = try Plan(
      compiling: GraphDescription(
        nodes: [.wire("fast"), slow.graphNode("slow")],
        connections: [connect(.node(0, port: 0), .playback(0))], playbackChannels: 1,
        maximumFrames: 8))
    for _ in 0..<5 { _ = runner.run(plan, frames: 8, workers: 2) }
    let statistics = plan.statistics
    #expect(statistics.periods == 5)
    #expect(statistics.oversizedPeriods == 0)
    #expect(statistics.steps.map(\.name) == ["fast", "slow"])
    #expect(statistics.steps.map(\.performed) == [5, 5])
    let step = try #require(statistics.steps.last)
    #expect(step.maximumNanoseconds >= 2_000_000)
    #expect(step.totalNanoseconds >= 10_000_000)
    #expect(step.totalNanoseconds <= 5 * step.maximumNanoseconds)
    #expect(plan.criticalNodes == ["slow"])
    #expect(plan.lateReturns.count == 0)
  }

  @Test func tracesAPeriodThatWasTimed() throws {
    let runner = try PlanRunner(helpers: 0)
    let slow = ClosureNode { _ in _ = rt_sleep(milliseconds: 2) }
    let plan = try Plan(
      compiling: GraphDescription(
        nodes: [.wire("first"), slow.graphNode("second")],
        connections: [connect(.node(0, port: 0), .playback(0))], playbackChannels: 1,
        maximumFrames: 8))
    #expect(plan.trace == nil)
    let before = rt_now_nanoseconds()
    _ = runner.run(plan, frames: 8, workers: 1)
    let spans = try #require(plan.trace).spans
    #expect(Set(spans.map(\.node)) == ["first", "second"])
    #expect(Set(spans.map(\.threadID)) == [rt_thread_id()])
    #expect(spans.allSatisfy { $0.startNanoseconds <= $0.endNanoseconds })
    let second = try #require(spans.first { $0.node == "second" })
    // Ticks and the clock agree to a few parts in 100,000.
    #expect(second.endNanoseconds - second.startNanoseconds >= 1_900_000)
    #expect(second.startNanoseconds > before - 1_000_000)
  }
}
