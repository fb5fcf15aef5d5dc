/// What the kernel tells of a thread: `/proc/PID/task/TID/stat` and `schedstat`; see proc(5).
struct ThreadStat: Equatable {
  var name = ""
  var processID: Int32 = 0
  var threadID: Int32 = 0
  var minorFaults: Int64 = 0
  var majorFaults: Int64 = 0
  /// The processor it was on last.
  var processor = 0
  /// Its real-time priority; 0 for none.
  var priority = 0
  /// 1 for SCHED_FIFO, 2 for SCHED_RR.
  var policy = 0
  /// CPU time it has used.
  var ranNanoseconds: Int64 = 0
  /// How long it was ready to run and had no processor.
  var waitedNanoseconds: Int64 = 0
  /// How often another thread took its processor.
  var involuntarySwitches: Int64 = 0

  var policyName: String { policy == 1 ? "FIFO" : policy == 2 ? "RR" : "DEADLINE" }
}

extension ThreadStat {
  /// Reads what is known of a thread; nil when it has ended.
  static func read(process: Int32, thread: Int32) -> ThreadStat? {
    let folder = "/proc/\(process)/task/\(thread)"
    guard let text = SmallFiles.text("\(folder)/stat"), var stat = ThreadStat(stat: text) else {
      return nil
    }
    stat.processID = process
    stat.threadID = thread
    if let schedule = SmallFiles.text("\(folder)/schedstat") { stat.take(schedstat: schedule) }
    return stat
  }

  /// The same with the count of switches, which is a third file.
  static func readInFull(process: Int32, thread: Int32) -> ThreadStat? {
    guard var stat = read(process: process, thread: thread) else { return nil }
    if let status = SmallFiles.text("/proc/\(process)/task/\(thread)/status") {
      stat.take(status: status)
    }
    return stat
  }

  /// A line of `stat`: the name in parentheses may hold anything.
  init?(stat text: String) {
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close
    else { return nil }
    name = String(text[text.index(after: open)..<close])
    // The state is the third field.
    let fields = text[text.index(after: close)...].split(separator: " ")
    func field(_ number: Int) -> Int64 {
      let place = number - 3
      return fields.indices.contains(place) ? Int64(fields[place]) ?? 0 : 0
    }
    minorFaults = field(10)
    majorFaults = field(12)
    // Ticks of 10 ms, where the kernel has no finer count.
    ranNanoseconds = (field(14) + field(15)) * 10_000_000
    processor = Int(field(39))
    priority = Int(field(40))
    policy = Int(field(41))
  }

  mutating func take(schedstat text: String) {
    let fields = text.split { $0.isWhitespace }
    guard fields.count >= 2, let ran = Int64(fields[0]), let waited = Int64(fields[1]) else {
      return
    }
    (ranNanoseconds, waitedNanoseconds) = (ran, waited)
  }

  mutating func take(status text: String) {
    let line = text.split(separator: "\n").first { $0.hasPrefix("nonvoluntary_ctxt_switches:") }
    let number = line?.split { $0.isWhitespace }.last
    involuntarySwitches = number.flatMap { Int64($0) } ?? 0
  }
}
