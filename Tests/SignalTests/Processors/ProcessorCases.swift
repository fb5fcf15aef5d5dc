@testable import Signal

/// Every built-in processor there is in this target, in the ways it can be made.
enum ProcessorCases {
  static let rate = 48_000

  static let all = [
    "gain", "mixer", "pan", "balance", "polarity", "delay", "crossfade", "sine", "triangle",
    "square", "saw", "noise", "equalizer", "compressor", "unlinked compressor",
    "keyed compressor", "limiter", "gate", "keyed gate",
  ]

  /// Those that make their output of their inputs.
  static let effects = all.filter {
    !["sine", "triangle", "square", "saw", "noise"].contains($0)
  }

  static func make(_ name: String) throws -> any Processor {
    switch name {
    case "gain": GainProcessor(channels: 2, rate: rate)
    case "mixer": MixerProcessor(strips: 3, channels: 2, rate: rate)
    case "pan": PanProcessor(channels: 1, rate: rate)
    case "balance": PanProcessor(channels: 2, rate: rate)
    case "polarity": PolarityProcessor(channels: 2, rate: rate)
    case "delay": DelayProcessor(channels: 2, maximumMilliseconds: 50, rate: rate)
    case "crossfade": CrossfadeProcessor(channels: 2, rate: rate)
    case "noise": NoiseProcessor(channels: 2, seed: 7, rate: rate)
    case "equalizer": EqualizerProcessor(bands: 3, channels: 2, rate: rate)
    case "compressor": CompressorProcessor(channels: 2, rate: rate)
    case "unlinked compressor": CompressorProcessor(channels: 2, isLinked: false, rate: rate)
    case "keyed compressor": CompressorProcessor(channels: 2, hasSidechain: true, rate: rate)
    case "limiter": LimiterProcessor(channels: 2, rate: rate)
    case "gate": GateProcessor(channels: 2, rate: rate)
    case "keyed gate": GateProcessor(channels: 2, hasSidechain: true, rate: rate)
    default: ToneProcessor(waveform: try waveform(name), rate: rate)
    }
  }

  private struct Unknown: Error {}

  private static func waveform(_ name: String) throws -> ToneWaveform {
    guard let waveform = ToneWaveform(rawValue: name) else { throw Unknown() }
    return waveform
  }

  /// Noise on every input, each with its own, and louder and quieter in turns.
  static func inputs(of processor: any Processor, frames: Int) -> [[Float]] {
    processor.inputs.indices.map { input in
      noise(frames, seed: UInt64(input + 1)).enumerated().map { frame, sample in
        sample * [0.9, 0.001, 0.1][(frame / 700 + input) % 3]
      }
    }
  }

  /// Sets one parameter to a value within its range; the same for the same number.
  static func post(_ number: Int, to processor: any Processor) -> Bool {
    let values = noise(3, seed: UInt64(number + 1))
    let count = processor.parameters.count
    let parameter = processor.parameters[Int(abs(values[0]) * Float(count)) % count]
    let share = (values[1] + 1) / 2
    let value = parameter.minimum + (parameter.maximum - parameter.minimum) * share
    return processor.setParameter(parameter.symbol, to: value)
  }
}
