import CRealtime
import Foundation
import Synchronization
import Testing

/// Watches the machine itself stand still: a thread on each processor, more urgent than any of a host's,
/// that wakes 4,000 times a second.
///
/// When one of them is late, nothing else on that processor was in time. Without the right to be so urgent
/// it sees nothing.
public final class StallWatch: Sendable {
  private let longest = Atomic<Int64>(0)
  private let isEnding = Atomic<Bool>(false)
  private let running = Atomic<Int>(0)

  /// Starts the threads.
  public init() {
    for processor in 0..<min(ProcessInfo.processInfo.activeProcessorCount, 64) {
      running.add(1, ordering: .relaxed)
      Thread { [self] in
        if rt_set_scheduling(0, 1, 99) == 0, rt_set_affinity(0, 1 << processor) == 0 { watch() }
        running.subtract(1, ordering: .releasing)
      }.start()
    }
  }

  /// The longest it stood still so far.
  public var longestNanoseconds: Int64 { longest.load(ordering: .relaxed) }

  /// Cancels the test, which has lost what it waits for, where the machine stood still for a quarter of such
  /// a period: it passes through several threads, one after the other.
  public func cancelTest(frames: Int, rate: Int) throws {
    guard 4 * longestNanoseconds >= Int64(frames) * 1_000_000_000 / Int64(rate) else { return }
    // Swift 6.2 cannot cancel a test: it fails there.
    #if compiler(>=6.3)
    try Test.cancel(
      "the machine stood still for \(longestNanoseconds / 1_000_000) ms, in periods of \(frames) frames"
    )
    #endif
  }

  /// Ends the threads.
  public func end() {
    isEnding.store(true, ordering: .relaxed)
    while running.load(ordering: .acquiring) > 0 { usleep(500) }
  }

  private func watch() {
    var due = rt_now_nanoseconds()
    while !isEnding.load(ordering: .relaxed) {
      due += 250_000
      _ = rt_sleep_until(due)
      let now = rt_now_nanoseconds()
      longest.max(now - due, ordering: .relaxed)
      due = now
    }
  }
}
