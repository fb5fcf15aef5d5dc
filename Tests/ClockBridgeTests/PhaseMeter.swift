import Foundation

/// Measures how late a sine is, block by block, against the time at which each sample is played.
///
/// The change of that over time is the error of its pitch.
struct PhaseMeter {
  /// One block: its time, and what the sine is late, both in seconds.
  struct Point {
    var seconds: Double
    var late: Double
  }

  let frequency: Double
  let blockFrames: Int
  private(set) var points: [Point] = []
  /// The largest step from one sample to the next.
  private(set) var largestStep: Float = 0
  private var last: Float = 0
  private var cosine = 0.0
  private var sine = 0.0
  private var frames = 0
  private var beginSeconds = 0.0
  private let window: [Double]

  init(frequency: Double, blockFrames: Int) {
    self.frequency = frequency
    self.blockFrames = blockFrames
    window = (0..<blockFrames).map {
      0.5 - 0.5 * cos(2 * .pi * (Double($0) + 0.5) / Double(blockFrames))
    }
  }

  /// Takes the samples of a period that begins at `seconds`; all are due `frameSeconds` apart.
  mutating func take(
    _ samples: UnsafePointer<Float>, frames count: Int, at seconds: Double, frameSeconds: Double
  ) {
    let step = 2 * Double.pi * frequency * frameSeconds
    let phase = 2 * Double.pi * (frequency * seconds).truncatingRemainder(dividingBy: 1)
    var (real, imaginary) = (cos(phase), sin(phase))
    let (turnReal, turnImaginary) = (cos(step), sin(step))
    for index in 0..<count {
      let sample = samples[index]
      largestStep = max(largestStep, (sample - last).magnitude)
      last = sample
      if frames == 0 { beginSeconds = seconds + Double(index) * frameSeconds }
      let weighted = Double(sample) * window[frames]
      cosine += weighted * real
      sine += weighted * imaginary
      frames += 1
      if frames == blockFrames { endBlock(at: seconds + Double(index) * frameSeconds) }
      (real, imaginary) = (
        real * turnReal - imaginary * turnImaginary, real * turnImaginary + imaginary * turnReal
      )
    }
  }

  private mutating func endBlock(at seconds: Double) {
    // A sine that is late by t: sin(w(x - t)) = sin(wx) cos(wt) - cos(wx) sin(wt).
    let late = atan2(-cosine, sine) / (2 * .pi * frequency)
    points.append(Point(seconds: (beginSeconds + seconds) / 2, late: late))
    (cosine, sine, frames) = (0, 0, 0)
  }

  /// The points from `begin` on, without turns lost: the first is nearest to `expected`.
  func latencies(from begin: Double, near expected: Double) -> [Point] {
    let turn = 1 / frequency
    var before = expected
    return points.filter { $0.seconds >= begin }.map { point in
      var late = point.late
      late += ((before - late) / turn).rounded() * turn
      before = late
      return Point(seconds: point.seconds, late: late)
    }
  }

  /// How much too low the pitch is, in parts per million: the slope of a straight line through the
  /// points.
  static func partsPerMillion(_ points: [Point]) -> Double {
    let count = Double(points.count)
    let meanTime = points.reduce(0) { $0 + $1.seconds } / count
    let meanLate = points.reduce(0) { $0 + $1.late } / count
    let above = points.reduce(0) { $0 + ($1.seconds - meanTime) * ($1.late - meanLate) }
    let below = points.reduce(0) { $0 + ($1.seconds - meanTime) * ($1.seconds - meanTime) }
    return above / below * 1e6
  }
}
