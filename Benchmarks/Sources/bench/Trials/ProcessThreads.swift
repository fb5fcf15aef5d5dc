import CRealtime
import Foundation

/// What all threads of this process but the calling one did so far, as the kernel counts it.
struct ProcessThreads {
  /// Times they went to sleep of their own accord.
  private(set) var sleeps = 0
  /// Time they ran.
  private(set) var cpuNanoseconds = 0

  static func now() -> ProcessThreads {
    var all = ProcessThreads()
    let own = String(rt_thread_id())
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    for thread in threads where thread != own { all.add("/proc/self/task/\(thread)") }
    return all
  }

  private mutating func add(_ directory: String) {
    let status = (try? String(contentsOfFile: directory + "/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches:") }
    sleeps += line.flatMap { Int($0.split(separator: "\t").last ?? "") } ?? 0
    let times = (try? String(contentsOfFile: directory + "/schedstat", encoding: .utf8)) ?? ""
    cpuNanoseconds += times.split(separator: " ").first.flatMap { Int($0) } ?? 0
  }
}
