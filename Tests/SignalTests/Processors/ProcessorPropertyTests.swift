import CRealtime
import Testing

@testable import Signal

/// What is true of every built-in processor.
@Suite("Processors") struct ProcessorPropertyTests {
  private static let frames = 8000
  private static let stretch = 500

  /// Runs with a new value every 500 frames, each stretch cut into blocks of some size.
  private func run(_ name: String, blockFrames: Int) throws -> [[Float]] {
    let processor = try ProcessorCases.make(name)
    let runner = BlockRunner(processor)
    let inputs = ProcessorCases.inputs(of: processor, frames: Self.frames)
    var joined = [[Float]](repeating: [], count: processor.outputs.count)
    for (number, start) in stride(from: 0, to: Self.frames, by: Self.stretch).enumerated() {
      for again in 0..<3 {
        #expect(ProcessorCases.post(number * 3 + again, to: processor))
      }
      let whole = Self.stretch / blockFrames
      let rest = Self.stretch % blockFrames
      let sizes = [Int](repeating: blockFrames, count: whole) + (rest > 0 ? [rest] : [])
      let parts = inputs.map { Array($0[start..<(start + Self.stretch)]) }
      let outputs = runner.run(inputs: parts, outputs: joined.count, cutInto: sizes)
      for channel in joined.indices { joined[channel] += outputs[channel] }
    }
    return joined
  }

  @Test(arguments: ProcessorCases.all)
  func theSizeOfThePeriodsDoesNotMatter(name: String) throws {
    let whole = bits(try run(name, blockFrames: Self.stretch))
    for size in [1, 7, 64, 100, 333] {
      #expect(bits(try run(name, blockFrames: size)) == whole, "\(size) frames")
    }
  }

  @Test(arguments: ProcessorCases.all)
  func aLongBlockIsTheSameAsManyShortOnes(name: String) throws {
    let (one, other) = (try ProcessorCases.make(name), try ProcessorCases.make(name))
    for number in 0..<6 {
      #expect(ProcessorCases.post(number, to: one) && ProcessorCases.post(number, to: other))
    }
    let inputs = ProcessorCases.inputs(of: one, frames: 6000)
    let whole = BlockRunner(one).run(inputs: inputs, outputs: one.outputs.count, frames: 6000)
    let cut = BlockRunner(other).run(
      inputs: inputs, outputs: one.outputs.count,
      cutInto: [1, 2, 0, 997] + [Int](repeating: 50, count: 100))
    #expect(bits(cut) == bits(whole))
  }

  @Test(arguments: ProcessorCases.effects)
  func theOutputMayBeTheMemoryOfTheInput(name: String) throws {
    let (one, other) = (try ProcessorCases.make(name), try ProcessorCases.make(name))
    #expect(one.canRunInPlace)
    for number in 0..<40 {
      #expect(ProcessorCases.post(number, to: one) && ProcessorCases.post(number, to: other))
      let inputs = ProcessorCases.inputs(of: one, frames: 300)
      let apart = BlockRunner(one).run(inputs: inputs, outputs: one.outputs.count, frames: 300)
      let inPlace = BlockRunner(other).runInPlace(
        inputs: inputs, outputs: one.outputs.count, frames: 300)
      #expect(bits(inPlace) == bits(apart))
    }
  }

  @Test(arguments: ProcessorCases.effects)
  func whatIsNotFiniteIsForgotten(name: String) throws {
    let (one, other) = (try ProcessorCases.make(name), try ProcessorCases.make(name))
    // Or an equalizer's bands would be flat, and remember nothing.
    for parameter in one.parameters where parameter.symbol.hasPrefix("gain_") {
      #expect(one.setParameter(parameter.symbol, to: 3))
      #expect(other.setParameter(parameter.symbol, to: 3))
    }
    let good = ProcessorCases.inputs(of: one, frames: 12_000)
    var (bad, silent) = (good, good)
    for input in bad.indices {
      for (number, frame) in [100, 101, 150, 2000 + input].enumerated() {
        bad[input][frame] = [.nan, .infinity, -.infinity, .signalingNaN][number]
        silent[input][frame] = 0
      }
    }
    let count = one.outputs.count
    let after = BlockRunner(one).run(inputs: bad, outputs: count, frames: 12_000)
    let expected = BlockRunner(other).run(inputs: silent, outputs: count, frames: 12_000)
    // A delay is the longest memory here, of 50 ms and a fade of 20 ms.
    #expect(bits(after.map { Array($0[6000...]) }) == bits(expected.map { Array($0[6000...]) }))
  }

  @Test(arguments: ProcessorCases.effects + ["noise"])
  func restartedItIsAsItWasMade(name: String) throws {
    let (one, other) = (try ProcessorCases.make(name), try ProcessorCases.make(name))
    let context = one.context
    let inputs = ProcessorCases.inputs(of: one, frames: 4000)
    let count = one.outputs.count
    for number in 0..<12 {
      #expect(ProcessorCases.post(number, to: one) && ProcessorCases.post(number, to: other))
      // The last value is still on its way, where there is anything to bring back.
      let frames = number == 11 && one is PostedProcessor ? 100 : 4000
      _ = BlockRunner(one).run(
        inputs: inputs.map { Array($0[..<frames]) }, outputs: count, frames: frames)
    }
    one.restart()
    #expect(one.context == context)
    #expect(one.latencyFrames == other.latencyFrames)
    let after = BlockRunner(one).run(inputs: inputs, outputs: count, frames: 4000)
    let expected = BlockRunner(other).run(inputs: inputs, outputs: count, frames: 4000)
    #expect(bits(after) == bits(expected))
  }

  @Test(arguments: ProcessorCases.effects)
  func silenceBecomesExactSilence(name: String) throws {
    let state = rt_denormals_flush()
    defer { rt_denormals_restore(state) }
    let processor = try ProcessorCases.make(name)
    let runner = BlockRunner(processor)
    for parameter in processor.parameters where parameter.symbol.hasPrefix("gain_") {
      #expect(processor.setParameter(parameter.symbol, to: 3))
    }
    let count = processor.outputs.count
    let inputs = ProcessorCases.inputs(of: processor, frames: 3000)
    _ = runner.run(inputs: inputs, outputs: count, frames: 3000)
    let silence = inputs.map { [Float](repeating: 0, count: $0.count) }
    for _ in 0..<4 {
      let output = runner.run(inputs: silence, outputs: count, frames: 3000)
      #expect(output.allSatisfy { $0.allSatisfy { !$0.isSubnormal && $0.isFinite } })
    }
    let last = runner.run(inputs: silence, outputs: count, frames: 3000)
    #expect(last.allSatisfy { $0.allSatisfy { $0 == 0 } })
  }

  @Test(arguments: ProcessorCases.all)
  func refusesUnknownParametersAndWhatIsNotANumber(name: String) throws {
    let (one, other) = (try ProcessorCases.make(name), try ProcessorCases.make(name))
    for parameter in one.parameters {
      #expect(parameter.clamped(parameter.default) == parameter.default)
      #expect(!one.setParameter(parameter.symbol, to: .nan))
      #expect(!one.setParameter(parameter.symbol + "x", to: parameter.default))
    }
    #expect(!one.setParameter("", to: 0))
    let inputs = ProcessorCases.inputs(of: one, frames: 2000)
    let count = one.outputs.count
    let after = BlockRunner(one).run(inputs: inputs, outputs: count, frames: 2000)
    let expected = BlockRunner(other).run(inputs: inputs, outputs: count, frames: 2000)
    #expect(bits(after) == bits(expected))
  }

  @Test(arguments: ProcessorCases.all)
  func valuesOutsideTheRangeAreThoseAtItsEnds(name: String) throws {
    let (one, other) = (try ProcessorCases.make(name), try ProcessorCases.make(name))
    for (number, parameter) in one.parameters.enumerated() {
      let isHigh = number.isMultiple(of: 2)
      #expect(one.setParameter(parameter.symbol, to: isHigh ? .infinity : -.infinity))
      let end = isHigh ? parameter.maximum : parameter.minimum
      #expect(other.setParameter(parameter.symbol, to: end))
    }
    let inputs = ProcessorCases.inputs(of: one, frames: 2000)
    let count = one.outputs.count
    let after = BlockRunner(one).run(inputs: inputs, outputs: count, frames: 2000)
    let expected = BlockRunner(other).run(inputs: inputs, outputs: count, frames: 2000)
    #expect(bits(after) == bits(expected))
    #expect(after.allSatisfy { $0.allSatisfy(\.isFinite) })
  }
}
