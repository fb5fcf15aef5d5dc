/// Convolution as its definition has it, in double precision.
func convolved(_ signal: [Float], with response: [Float]) -> [Double] {
  var output = [Double](repeating: 0, count: signal.count)
  let response = response.map { Double($0) }
  signal.withUnsafeBufferPointer { signal in
    output.withUnsafeMutableBufferPointer { output in
      for (place, sample) in signal.enumerated() where sample != 0 {
        let sample = Double(sample)
        for tap in 0..<min(response.count, signal.count - place) {
          output[place + tap] += sample * response[tap]
        }
      }
    }
  }
  return output
}

/// The largest difference, as a share of the largest value there could be.
func difference(_ output: [Float], _ reference: [Double], response: [Float]) -> Double {
  let scale = response.reduce(0) { $0 + Double(abs($1)) }
  let largest = zip(output, reference).map { abs(Double($0) - $1) }.max() ?? 0
  return largest.isNaN ? .infinity : largest / max(scale, 1e-30)
}

/// Sparse noise: `density` of the samples are not zero.
func sparseNoise(_ frames: Int, every step: Int, seed: UInt64) -> [Float] {
  noise(frames, seed: seed).enumerated().map { ($0 + Int(seed)) % step == 0 ? $1 : 0 }
}
