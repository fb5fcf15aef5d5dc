// Control side.
import CRealtime
import Signal

/// The frequencies of a signal of one length, and the way back.
final class SpectralTransform {
  let frames: Int
  private let forward: any TransformPlan
  private let inverse: any TransformPlan
  private let input: UnsafeMutableRawPointer
  private let output: UnsafeMutableRawPointer

  /// Plans transforms of `frames` values, a power of two.
  init(frames: Int, library: any TransformLibrary) throws(TransformError) {
    self.frames = frames
    forward = try library.plan(Self.shape(frames, isInverse: false))
    inverse = try library.plan(Self.shape(frames, isInverse: true))
    input = .allocate(byteCount: 8 * frames, alignment: 64)
    output = .allocate(byteCount: 8 * frames, alignment: 64)
  }

  deinit {
    input.deallocate()
    output.deallocate()
  }

  private static func shape(_ frames: Int, isInverse: Bool) -> TransformShape {
    TransformShape(
      length: frames, columns: 1, inputStride: 1, outputStride: 1, isInverse: isInverse)
  }

  /// The spectrum of real samples, up to half the rate.
  func spectrum(of samples: some Collection<Float>) -> [Complex] {
    let input = self.input.assumingMemoryBound(to: Float.self)
    for (index, sample) in samples.enumerated() {
      input[2 * index] = sample
      input[2 * index + 1] = 0
    }
    let output = run(forward)
    return (0...frames / 2).map { index in
      Complex(real: Double(output[2 * index]), imaginary: Double(output[2 * index + 1]))
    }
  }

  /// The real samples of a spectrum up to half the rate.
  func samples(of spectrum: [Complex]) -> [Float] {
    let input = self.input.assumingMemoryBound(to: Float.self)
    input.update(repeating: 0, count: 2 * frames)
    // Half the spectrum, twice as strong: the real part is the signal.
    for (index, value) in spectrum.enumerated() {
      let scale = 2 / Double(frames)
      input[2 * index] = Float(value.real * scale)
      input[2 * index + 1] = Float(value.imaginary * scale)
    }
    let output = run(inverse)
    return (0..<frames).map { output[2 * $0] }
  }

  private func run(_ plan: any TransformPlan) -> UnsafeMutablePointer<Float> {
    let output = self.output.assumingMemoryBound(to: Float.self)
    rt_call_transform(
      plan.transform, plan.context, input.assumingMemoryBound(to: Float.self), output)
    return output
  }
}

/// A complex number.
struct Complex: Sendable {
  var real: Double
  var imaginary: Double

  var power: Double { real * real + imaginary * imaginary }
}
