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
  /// A graph by one indirect call after the other: the median of its periods.
  case serial = "serial ns"
  /// The same graph by ours.
  case tactus = "Tactus ns"
  /// How many times faster than the serial loop each is.
  case tactusGain = "Tactus ×"
  case flowGain = "oneTBB ×"
  case applyGain = "dispatch_apply ×"
  /// How many threads our plan settled for.
  case threads = "our threads"
  /// The size of nodes from which on a graph is faster than the serial loop.
  case tactusBreakEven = "Tactus node ns"
  case flowBreakEven = "oneTBB node ns"
  case applyBreakEven = "dispatch_apply node ns"
  /// What a plan takes longer than the serial loop, for each node.
  case overhead = "overhead ns/node"
  case compile = "compile ms"
  /// What a plan has of the heap.
  case memory = "KiB"
  case nodeMemory = "bytes/node"
  /// A block of supernova's in a group, and in a parallel group.
  case oneThread = "1 thread ns"
  case twoThreads = "2 threads ns"
  case twoThreadsGain = "2 threads ×"
  /// A period of plugins: a bare loop around their `run`, and the hosts.
  case bare = "bare ns"
  case host = "Tactus CPU ns"
  case ecasound = "ecasound ns"
  case bareEach = "bare ns/plugin"
  case hostEach = "Tactus ns/plugin"
  case ecasoundEach = "ecasound ns/plugin"
  /// What is more than a bare loop, for each plugin.
  case hostExtra = "Tactus extra ns/plugin"
  case ecasoundExtra = "ecasound extra ns/plugin"
  /// All processes of a live host, for one period, in microseconds.
  case live = "CPU µs/period"
  /// The longest of the times, in nanoseconds.
  case longest = "longest ns"
  /// How many periods after that of a crash the output is the input.
  case untilDry = "periods to dry"
  /// Periods whose work was not done by their end.
  case missed
  /// Notifications that all clients together had, and answers, each second.
  case told = "told/s"
  case answered = "answers/s"
  /// What the machine took from a spinning thread.
  case lost = "lost %"
  /// The longest single gap of a spinning thread, in microseconds.
  case gap = "gap µs"
}

/// One of those a trial compares.
struct Subject {
  let name: String
  /// Measures, or works something out of what the round has so far.
  let run: (Round) throws -> [Metric: Double]

  init(name: String, run: @escaping () throws -> [Metric: Double]) {
    self.name = name
    self.run = { _ in try run() }
  }

  init(name: String, from figures: @escaping (Round) -> [Metric: Double]) {
    self.name = name
    run = figures
  }
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
