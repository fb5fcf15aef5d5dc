import CPeers
import CRealtime
import Foundation

/// What the threads of a process but the calling one did so far, as the kernel counts it.
struct ProcessThreads {
  private struct Counts {
    var sleeps = 0
    var cpuNanoseconds = 0
  }

  private var threads: [String: Counts] = [:]

  /// Of this process, or of another.
  static func now(of process: pid_t? = nil) -> ProcessThreads {
    var all = ProcessThreads()
    let own = String(rt_thread_id())
    let tasks = "/proc/\(process.map { String($0) } ?? "self")/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
    for thread in threads where thread != own {
      all.threads[thread] = counts("\(tasks)/\(thread)")
    }
    return all
  }

  /// Takes from all threads but the calling one what SCHED_FIFO their nodes asked for, so that those
  /// of the peers do not keep it.
  static func demoteOthers() {
    let own = String(rt_thread_id())
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    for thread in threads where thread != own {
      guard let id = Int32(thread) else { continue }
      _ = rt_set_scheduling(id, Int32(rt_policy_other.rawValue), 0)
    }
    peer_priorities_lost()
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
