import CPeers
import CRealtime
import Convolution
import Signal

/// A stereo convolver that is ready to run.
protocol PeerConvolver {
  /// Convolves one period.
  func run(_ sound: StereoPeriod)
}

/// Memory for one period of two channels.
final class StereoPeriod {
  let frames: Int
  let inputs: UnsafeMutablePointer<UnsafePointer<Float>?>
  let outputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>

  init(frames: Int) {
    self.frames = frames
    inputs = .allocate(capacity: 2)
    outputs = .allocate(capacity: 2)
    for channel in 0..<2 {
      let input = UnsafeMutablePointer<Float>.allocate(capacity: frames)
      for frame in 0..<frames { (input + frame).initialize(to: frame % 3 == channel ? 0.5 : -0.1) }
      let output = UnsafeMutablePointer<Float>.allocate(capacity: frames)
      output.initialize(repeating: 0, count: frames)
      (inputs + channel).initialize(to: UnsafePointer(input))
      (outputs + channel).initialize(to: output)
    }
  }

  deinit {
    for channel in 0..<2 {
      inputs[channel]?.deallocate()
      outputs[channel]?.deallocate()
    }
    inputs.deallocate()
    outputs.deallocate()
  }
}

/// The convolver of this package.
final class OurConvolver: PeerConvolver {
  private let processor: ConvolverProcessor

  init(response: [Float], transforms: any TransformLibrary = FourierTransforms.preferred) throws {
    processor = ConvolverProcessor(channels: 2, rate: 48_000, library: transforms)
    // Each channel its own, as the peers have it.
    try processor.load(ImpulseResponse([response, response], channels: 2, rate: 48_000))
  }

  func run(_ sound: StereoPeriod) {
    var block = rt_block(
      inputs: sound.inputs, outputs: sound.outputs, input_count: 2, output_count: 2,
      frames: UInt32(sound.frames), frame_time: 0, events: nil)
    processor.process(processor.context, &block)
  }
}

/// zita-convolver, whose larger partitions have threads of their own.
final class ZitaConvolver: PeerConvolver {
  private let convolver: UnsafeMutableRawPointer

  init(response: [Float]) throws {
    let made = peer_zita_create(
      2, response, UInt32(response.count), UInt32(ConvolverTrial.period), 0)
    guard let made else { throw UsageError(description: "zita-convolver refused to start") }
    convolver = made
  }

  deinit { peer_zita_release(convolver) }

  func run(_ sound: StereoPeriod) { peer_zita_run(convolver, sound.inputs, sound.outputs) }
}
