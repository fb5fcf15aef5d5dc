/// What is measured, with the unit in its name.
enum Metric: String, Codable, CodingKey, CaseIterable {
  /// Half of the latencies were no longer, in nanoseconds.
  case p50 = "p50 ns"
  /// Of a hundred latencies, ninety-nine were no longer, in nanoseconds.
  case p99 = "p99 ns"
  /// From the first put to the end of the last item, for each item.
  case item = "ns/item"
  /// The producer's part of it.
  case put = "put ns"
  /// Heap calls of the producer for each item.
  case allocations = "allocs/item"
  /// Times a thread other than the producer went to sleep, for each item.
  case sleeps = "sleeps/item"
  /// What all threads but the producer used, in percent of a core.
  case processor = "cpu %"
  /// What all threads used for one period of sound, in nanoseconds.
  case period = "cpu ns/period"
  /// The same with one period each 1.333 ms, less what the sleep between takes.
  case coldPeriod = "cold cpu ns/period"
  /// The median of those periods in which there is most to do, in nanoseconds.
  case worst = "worst ns"
  /// What the machine took from a spinning thread.
  case lost = "lost %"
  /// The longest single gap of a spinning thread, in microseconds.
  case gap = "gap µs"
}

/// One of those a trial compares.
struct Subject {
  let name: String
  let run: () throws -> [Metric: Double]
}

/// One thing measured on several subjects.
struct Trial {
  let name: String
  let title: String
  let subjects: [Subject]
}

/// Names one figure of a run.
struct FigureKey: Hashable {
  let trial: String
  let subject: String
  let metric: Metric
}
