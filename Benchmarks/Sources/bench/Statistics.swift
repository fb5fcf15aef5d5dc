/// Several measurements of one thing.
struct Samples: Codable, Equatable {
  private var sorted: [Double]

  init(_ values: [Double]) { sorted = values.sorted() }

  var median: Double { percentile(0.5) }
  var minimum: Double { sorted.first ?? .nan }
  var maximum: Double { sorted.last ?? .nan }
  var count: Int { sorted.count }

  /// The smallest value that `share` of all do not exceed.
  func percentile(_ share: Double) -> Double {
    guard !sorted.isEmpty else { return .nan }
    let rank = Int((Double(sorted.count) * share).rounded(.up))
    return sorted[min(max(rank, 1), sorted.count) - 1]
  }
}

extension Samples {
  /// The two figures of a latency, in nanoseconds.
  var latencyFigures: [Metric: Double] { [.p50: median, .p99: percentile(0.99)] }
}
