// Control side.
import Glibc

/// What came back of a pulse, frame by frame.
struct Pulse {
  private let samples: [Float]

  init(_ samples: [Float]) { self.samples = samples }

  /// How many times higher than the average a pulse has to be.
  private static let clearance: Float = 8
  /// Within so many frames lies the pulse itself.
  private static let reach = 8

  /// The highest frame; nil when it does not stand out.
  var peak: Int? {
    guard let peak = highest(in: samples.indices) else { return nil }
    var (sum, count) = (0.0, 0)
    for index in samples.indices where distance(index, peak) > Self.reach {
      sum += Double(samples[index] * samples[index])
      count += 1
    }
    let average = Float((sum / Double(max(1, count))).squareRoot())
    let height = abs(samples[peak])
    return height > max(1e-6, Self.clearance * average) ? peak : nil
  }

  /// The highest frame away from the peak; nil when it is less than half as high.
  var secondPeak: Int? {
    guard let peak,
      let second = highest(in: samples.indices.filter { distance($0, peak) > Self.reach })
    else { return nil }
    return abs(samples[second]) > abs(samples[peak]) / 2 ? second : nil
  }

  private func highest(in indices: some Sequence<Int>) -> Int? {
    indices.max { abs(samples[$0]) < abs(samples[$1]) }
  }

  /// Frames between two, the end being next to the beginning.
  private func distance(_ one: Int, _ other: Int) -> Int {
    let distance = abs(one - other)
    return min(distance, samples.count - distance)
  }
}
