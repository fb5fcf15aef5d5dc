import Testing

@testable import Signal

@Suite("GateProcessor") struct GateProcessorTests {
  private func gate(
    _ values: KeyValuePairs<String, Float>, channels: Int = 1, hasSidechain: Bool = false
  ) -> GateProcessor {
    let processor = GateProcessor(channels: channels, hasSidechain: hasSidechain, rate: 48_000)
    for (symbol, value) in values { #expect(processor.setParameter(symbol, to: value)) }
    return processor
  }

  private func level(_ level: Double, _ frames: Int) -> [Float] {
    [Float](repeating: Float(amplitude(level)), count: frames)
  }

  @Test func opensHoldsAndClosesToTheFrame() {
    let runner = BlockRunner(
      gate(["threshold": -20, "hysteresis": 6, "hold": 1, "attack": 0, "release": 0]))
    let input =
      level(-21, 100) + level(-19.9, 1) + level(-25.9, 100) + level(-26.1, 100) + level(-21, 100)
    let output = runner.run(inputs: [input], outputs: 1, frames: input.count)[0]
    let isOpen = output.map { $0 != 0 }
    // Open from the first loud frame on, as long as no level is below the hysteresis, and 48 frames.
    #expect(isOpen == input.indices.map { (100..<(201 + 48)).contains($0) })
    #expect(zip(input, output).allSatisfy { $1 == 0 || $1 == $0 })
  }

  @Test func opensAndClosesInAStraightLine() {
    let runner = BlockRunner(
      gate(["threshold": -20, "hold": 0, "attack": 1, "release": 2, "range": 20]))
    // The level that opens is a sidechain's matter elsewhere: here it is the sample's own.
    let opening = runner.run(inputs: [level(0, 60)], outputs: 1, frames: 60)[0]
    for (frame, gain) in opening.enumerated() {
      let exact = 0.1 + 0.9 * min(1, Double(frame + 1) / 48)
      #expect(abs(Double(gain) - exact) < 1e-5)
    }
    #expect(opening.last == 1)
    let closing = runner.run(inputs: [level(-40, 110)], outputs: 1, frames: 110)[0]
    for (frame, sample) in closing.enumerated() {
      let exact = 0.1 + 0.9 * max(0, 1 - Double(frame + 1) / 96)
      #expect(abs(Double(sample) * 100 - exact) < 1e-5)
    }
  }

  @Test func isAPlainImplementationsOutput() {
    let processor = gate(
      [
        "threshold": -20, "hysteresis": 10, "hold": 2, "attack": 3, "release": 5, "range": 30,
      ], channels: 2)
    let inputs = ProcessorCases.inputs(of: processor, frames: 10_000)
    let outputs = BlockRunner(processor).run(inputs: inputs, outputs: 2, frames: 10_000)
    let (open, close, floor) = (amplitude(-20), amplitude(-30), amplitude(-30))
    var (isOpen, quiet, place) = (false, 0, 0.0)
    for frame in 0..<10_000 {
      let level = Double(max(abs(inputs[0][frame]), abs(inputs[1][frame])))
      quiet = level >= (isOpen ? close : open) ? 0 : quiet + 1
      if quiet == 0 { isOpen = true }
      if quiet > 96 { isOpen = false }
      place = min(1, max(0, place + (isOpen ? 1.0 / 144 : -1.0 / 240)))
      for channel in 0..<2 {
        let exact = Double(inputs[channel][frame]) * (floor + (1 - floor) * place)
        // The place is a sum of floats.
        #expect(abs(Double(outputs[channel][frame]) - exact) < 1e-4)
      }
    }
  }

  @Test func shutIsSilenceAndOpenABitCopy() {
    let shut = gate(["threshold": 0])
    #expect(
      BlockRunner(shut).run(inputs: [[0.5, .nan, -0.5]], outputs: 1, frames: 3) == [[0, 0, 0]])
    let open = BlockRunner(gate(["threshold": -60, "attack": 0, "hold": 1000]))
    let input = noise(500) + [0, -0.0]
    _ = open.run(inputs: [[1]], outputs: 1, frames: 1)
    #expect(bits(open.run(inputs: [input], outputs: 1, frames: 502)) == bits([input]))
    let inert = BlockRunner(gate(["threshold": 0, "range": 0]))
    #expect(inert.run(inputs: [input], outputs: 1, frames: 502) == [input])
  }

  @Test func oneChannelOpensAllAndASidechainInTheirPlace() {
    let runner = BlockRunner(gate(["threshold": -20, "attack": 0], channels: 2))
    let (quiet, loud) = (level(-60, 5), level(0, 5))
    #expect(runner.run(inputs: [quiet, loud], outputs: 2, frames: 5) == [quiet, loud])
    let keyed = BlockRunner(
      gate(["threshold": -20, "attack": 0, "release": 0, "hold": 0], hasSidechain: true))
    #expect(
      keyed.run(inputs: [loud, quiet], outputs: 1, frames: 5) == [level(-120, 5).map { _ in 0 }])
    #expect(keyed.run(inputs: [quiet, loud], outputs: 1, frames: 5) == [quiet])
  }

  @Test func aNewRangeComesWithoutAStep() {
    let processor = gate(["threshold": 0])
    let runner = BlockRunner(processor)
    let input = [Float](repeating: 0.9, count: 1500)
    var output = runner.run(inputs: [input], outputs: 1, frames: 1500)[0]
    #expect(processor.setParameter("range", to: 0))
    output += runner.run(inputs: [input], outputs: 1, frames: 1500)[0]
    #expect(output.first == 0)
    #expect(output.last == 0.9)
    #expect(largestStep(output) <= 0.9 / 960 + 1e-6)
  }
}
