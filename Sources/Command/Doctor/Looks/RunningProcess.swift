/// A process, or a thread of the kernel, as /proc shows it.
struct RunningProcess: Sendable, Equatable {
  let identifier: Int
  /// At most 15 characters.
  let name: String
  /// SCHED_FIFO or SCHED_RR priority, 0 for none.
  let priority: Int

  /// All there are.
  static func all(_ root: SystemRoot) -> [RunningProcess] {
    root.names(in: "/proc").compactMap(Int.init).sorted().compactMap { RunningProcess($0, root) }
  }

  /// nil when it has ended.
  init?(_ identifier: Int, _ root: SystemRoot) {
    guard let name = root.lines("/proc/\(identifier)/comm").first else { return nil }
    self.identifier = identifier
    self.name = name
    priority = Self.priority(root.text("/proc/\(identifier)/stat"))
  }

  /// Field 40 of `stat`, counted behind the name, which may have blanks and brackets in it.
  private static func priority(_ stat: String) -> Int {
    guard let end = stat.lastIndex(of: ")") else { return 0 }
    let fields = stat[stat.index(after: end)...].split(whereSeparator: \.isWhitespace)
    return fields.count > 37 ? Int(fields[37]) ?? 0 : 0
  }
}
