import CRealtime
import Testing

@testable import Graph

@Suite("Feedback nodes", .serialized) struct FeedbackTests {
  private func graph(_ feedback: GraphNode, maximumFrames: Int) -> GraphDescription {
    GraphDescription(
      nodes: [feedback],
      connections: (0..<feedback.inputCount).flatMap {
        [
          connect(.capture($0), .node(0, port: $0)), connect(.node(0, port: $0), .playback($0)),
        ]
      }, captureChannels: feedback.inputCount, playbackChannels: feedback.inputCount,
      maximumFrames: maximumFrames)
  }

  /// Plays samples through a plan in periods of these frames.
  private func play(
    _ plan: Plan, _ samples: [[Float]], periods: [Int], from start: Int = 0, on runner: PlanRunner
  ) -> [[Float]] {
    var played = [[Float]](repeating: [], count: plan.playbackChannels)
    var time = 0
    for frames in periods {
      let part = samples.map { Array($0[time..<(time + frames)]) }
      let result = runner.run(
        plan, capture: part, frames: frames, frameTime: UInt64(start + time), workers: 1)
      for channel in result.indices { played[channel] += result[channel] }
      time += frames
    }
    return played
  }

  private func ramp(_ channels: Int, frames: Int) -> [[Float]] {
    (0..<channels).map { channel in (1...frames).map { Float($0) + 1000 * Float(channel) } }
  }

  @Test(arguments: [[7, 7, 7, 7], [1, 2, 3, 7, 5, 4, 6], [3, 3, 3, 3, 3, 3, 3, 3, 3, 1], [28]])
  func playWhatTheyHeardMaximumFramesAgo(periods: [Int]) throws {
    let runner = try PlanRunner(helpers: 0)
    for start in [0, 5, 1_000_003] {
      let plan = try Plan(
        compiling: graph(
          .feedback(name: "f", channels: 3, maximumFrames: 7), maximumFrames: 7))
      let samples = ramp(3, frames: 28)
      let played = play(plan, samples, periods: periods, from: start, on: runner)
      #expect(played == samples.map { [0, 0, 0, 0, 0, 0, 0] + $0.dropLast(7) })
    }
  }

  @Test func mayKeepMoreThanAPeriod() throws {
    let plan = try Plan(
      compiling: graph(.feedback(name: "f", channels: 1, maximumFrames: 9), maximumFrames: 4))
    let samples = ramp(1, frames: 24)
    let played = play(
      plan, samples, periods: [4, 4, 4, 4, 4, 4], on: try PlanRunner(helpers: 0))
    #expect(played == [[Float](repeating: 0, count: 9) + samples[0].dropLast(9)])
  }

  @Test func keepTheirSoundFromPlanToPlan() throws {
    let runner = try PlanRunner(helpers: 0)
    let node = GraphNode.feedback(name: "f", channels: 1, maximumFrames: 4)
    var played: [Float] = []
    for period in 0..<3 {
      let plan = try Plan(compiling: graph(node, maximumFrames: 4))
      let samples = ramp(1, frames: 4)[0].map { $0 + Float(10 * period) }
      played +=
        runner.run(
          plan, capture: [samples], frames: 4, frameTime: UInt64(4 * period), workers: 1)[0]
    }
    #expect(played == [0, 0, 0, 0, 1, 2, 3, 4, 11, 12, 13, 14])
  }

  @Test func stayExactlyOnePeriodApartWhenAStepIsLeftOut() {
    let line = FeedbackLine(channels: 1, maximumFrames: 4)
    func call(_ time: UInt64, input: [Float]? = nil) -> [Float] {
      var input = input
      var output = [Float](repeating: .nan, count: 4)
      output.withUnsafeMutableBufferPointer { output in
        let outputs: [UnsafeMutablePointer<Float>?] = [output.baseAddress]
        outputs.withUnsafeBufferPointer { outputs in
          func run(_ inputs: UnsafePointer<UnsafePointer<Float>?>?, _ isInput: Bool) {
            var block = rt_block(
              inputs: inputs, outputs: outputs.baseAddress, input_count: isInput ? 1 : 0,
              output_count: isInput ? 0 : 1, frames: 4, frame_time: time, events: nil)
            FeedbackCore.process(line.core, &block)
          }
          guard input != nil else { return run(nil, false) }
          input?.withUnsafeMutableBufferPointer { input in
            let inputs: [UnsafePointer<Float>?] = [input.baseAddress.map { UnsafePointer($0) }]
            inputs.withUnsafeBufferPointer { run($0.baseAddress, true) }
          }
        }
      }
      return output
    }
    _ = call(0, input: [1, 2, 3, 4])
    #expect(call(4) == [1, 2, 3, 4])
    // Nothing is played at 8, nothing is heard at 12.
    _ = call(8, input: [5, 6, 7, 8])
    _ = call(16, input: [9, 10, 11, 12])
    #expect(call(20) == [9, 10, 11, 12])
  }

  @Test func closeCycles() throws {
    let runner = try PlanRunner(helpers: 1)
    let nodes: [GraphNode] = [.wire("sum"), .feedback(name: "f", channels: 1, maximumFrames: 2)]
    let plan = try Plan(
      compiling: GraphDescription(
        nodes: nodes,
        connections: [
          connect(.capture(0), .node(0, port: 0)), connect(.node(1, port: 0), .node(0, port: 0)),
          connect(.node(0, port: 0), .node(1, port: 0)), connect(.node(0, port: 0), .playback(0)),
        ], captureChannels: 1, playbackChannels: 1, maximumFrames: 2))
    var played: [Float] = []
    for period in 0..<4 {
      played +=
        runner.run(
          plan, capture: [[1, 10]], frames: 2, frameTime: UInt64(2 * period), workers: 2)[0]
    }
    #expect(played == [1, 10, 2, 20, 3, 30, 4, 40])
  }

  @Test func mayFeedThemselves() throws {
    let node = GraphNode.feedback(name: "f", channels: 1, maximumFrames: 2)
    let plan = try Plan(
      compiling: GraphDescription(
        nodes: [node],
        connections: [
          connect(.capture(0), .node(0, port: 0)), connect(.node(0, port: 0), .node(0, port: 0)),
          connect(.node(0, port: 0), .playback(0)),
        ], captureChannels: 1, playbackChannels: 1, maximumFrames: 2))
    let played = play(
      plan, [[1, 2, 0, 0, 0, 0]], periods: [2, 2, 2], on: try PlanRunner(helpers: 0))
    #expect(played == [[0, 0, 1, 2, 1, 2]])
  }

  @Test func areTwoStepsThatDoNotWaitForEachOther() throws {
    let node = GraphNode.feedback(name: "f", channels: 2, maximumFrames: 8)
    let blueprint = try Blueprint(GraphDescription(nodes: [node], maximumFrames: 8))
    #expect(blueprint.steps.map(\.role) == [.feedbackOutput, .feedbackInput])
    #expect(blueprint.steps.map(\.node) == [0, 0])
    #expect(blueprint.steps.map(\.inputs.count) == [0, 2])
    #expect(blueprint.steps.map(\.outputs.count) == [2, 0])
    #expect(blueprint.steps.allSatisfy { $0.predecessors.isEmpty && $0.successors.isEmpty })
    #expect(node.state(as: .feedbackOutput) === node.state)
    #expect(node.state(as: .feedbackInput) !== node.state)
  }

  @Test func mayHaveNoChannels() throws {
    let node = GraphNode.feedback(name: "f", channels: 0, maximumFrames: 8)
    let plan = try Plan(compiling: graph(node, maximumFrames: 8))
    #expect(try PlanRunner(helpers: 0).run(plan, frames: 8, workers: 1) == [])
  }

  @Test func refusePeriodsLongerThanTheyKeep() {
    for frames in [-1, 0, 7] {
      let error = #expect(throws: GraphError.self) {
        try Plan(
          compiling: graph(
            .feedback(name: "f", channels: 1, maximumFrames: frames), maximumFrames: 8))
      }
      #expect(error?.code == .invalidSize)
      #expect(
        error?.message == "feedback node f keeps \(frames) frames: periods have up to 8")
    }
  }

  @Test func refuseANegativeNumberOfChannels() {
    let node = GraphNode.feedback(name: "f", channels: -1, maximumFrames: 8)
    #expect(throws: GraphError.self) {
      try Plan(compiling: GraphDescription(nodes: [node], maximumFrames: 8))
    }
  }
}
