// Control side.
import CRealtime

/// How large private queues are.
enum Capacity {
  /// Items that wait in one: programs written for Windows know no limit.
  static let items = 16_384
  /// Threads of a multithreaded one.
  static let workers = max(2, Int(rt_cpu_count()))
}
