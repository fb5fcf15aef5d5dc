import Testing

@testable import Signal

@Suite("MixerProcessor") struct MixerProcessorTests {
  @Test func namesItsPortsByStripThenChannel() {
    let mixer = MixerProcessor(strips: 2, channels: 2, rate: 48_000)
    #expect(mixer.inputs == ["in_1_1", "in_1_2", "in_2_1", "in_2_2"])
    #expect(mixer.outputs == ["out_1", "out_2"])
    #expect(mixer.parameters.map(\.symbol) == ["gain_1", "gain_2"])
  }

  @Test func sumsInTheOrderOfTheStrips() {
    let mixer = MixerProcessor(strips: 3, channels: 2, rate: 48_000)
    let inputs = (0..<6).map { noise(200, seed: UInt64($0 + 1)) }
    let outputs = BlockRunner(mixer).run(inputs: inputs, outputs: 2, cutInto: [73, 127])
    for channel in 0..<2 {
      let expected = (0..<200).map { frame in
        (inputs[channel][frame] + inputs[2 + channel][frame]) + inputs[4 + channel][frame]
      }
      #expect(outputs[channel] == expected)
    }
  }

  @Test func givesEachStripItsGain() {
    let mixer = MixerProcessor(strips: 2, channels: 1, rate: 48_000)
    #expect(mixer.setParameter("gain_1", to: -6))
    #expect(mixer.setParameter("gain_2", to: -120))
    #expect(!mixer.setParameter("gain_3", to: 0))
    #expect(!mixer.setParameter("gain_0", to: 0))
    let input = noise(50)
    let outputs = BlockRunner(mixer).run(
      inputs: [input, [Float](repeating: .nan, count: 50)], outputs: 1, frames: 50)
    #expect(outputs == [input.map { $0 * Decibels.gain(-6) }])
  }

  @Test func isSilentWhereABlockHasNoInputs() {
    let mixer = MixerProcessor(strips: 2, channels: 1, rate: 48_000)
    #expect(BlockRunner(mixer).run(outputs: 1, frames: 4) == [[0, 0, 0, 0]])
  }
}
