import CRealtime
import Foundation
import Realtime

@testable import WorkQueues

/// What the threads of a queue really have.
func present(_ queue: WorkQueue) -> [ThreadScheduling?] {
  _ = eventually { !queue.snapshot().workers.map(\.threadID).contains(0) }
  return queue.snapshot().workers.map(\.scheduling)
}

/// The code a task class refuses with; nil when nothing is refused.
func failure(_ body: () throws -> Void) -> TaskClassError.Code? {
  do {
    try body()
    return nil
  } catch {
    return (error as? TaskClassError)?.code
  }
}

/// The processors a thread may run on.
func processors(_ threadID: Int32) -> [Int] {
  var saved = rt_saved_scheduling()
  rt_save_scheduling(threadID, &saved)
  return withUnsafeBytes(of: saved.cpus) { bytes in
    (0..<bytes.count * 8).filter { bytes[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }
  }
}
