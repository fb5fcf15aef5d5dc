import CRealtime
import Foundation

/// What the threads of this process but the calling one did so far, as the kernel counts it.
struct ProcessThreads {
  private struct Counts {
    var sleeps = 0
    var cpuNanoseconds = 0
  }

  private var threads: [String: Counts] = [:]

  static func now() -> ProcessThreads {
    var all = ProcessThreads()
    let own = String(rt_thread_id())
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    for thread in threads where thread != own {
      all.threads[thread] = counts("/proc/self/task/\(thread)")
    }
    return all
  }

  /// Times they went to sleep of their own accord since another moment; a thread that has ended
  /// since counts for nothing.
  func sleeps(since before: ProcessThreads) -> Int {
    threads.reduce(0) { $0 + $1.value.sleeps - (before.threads[$1.key]?.sleeps ?? 0) }
  }

  /// Time they ran since another moment.
  func cpuNanoseconds(since before: ProcessThreads) -> Int {
    threads.reduce(0) {
      $0 + $1.value.cpuNanoseconds - (before.threads[$1.key]?.cpuNanoseconds ?? 0)
    }
  }

  private static func counts(_ directory: String) -> Counts {
    let status = (try? String(contentsOfFile: directory + "/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches:") }
    let times = (try? String(contentsOfFile: directory + "/schedstat", encoding: .utf8)) ?? ""
    return Counts(
      sleeps: line.flatMap { Int($0.split(separator: "\t").last ?? "") } ?? 0,
      cpuNanoseconds: times.split(separator: " ").first.flatMap { Int($0) } ?? 0)
  }
}
