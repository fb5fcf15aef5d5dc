import CRealtime
import Foundation
import Synchronization

/// A thread that sleeps until it is told to end, for those who change its scheduling.
public final class SleepingThread: Sendable {
  private let id = Atomic<Int32>(0)
  private let isEnding = Atomic<Bool>(false)
  private let hasEnded = Atomic<Bool>(false)

  /// Starts the thread.
  public init() throws {
    let thread = Thread { [self] in
      id.store(rt_thread_id(), ordering: .releasing)
      while !isEnding.load(ordering: .acquiring) { usleep(1_000) }
      hasEnded.store(true, ordering: .releasing)
    }
    thread.start()
    while id.load(ordering: .acquiring) == 0 { usleep(500) }
  }

  /// The kernel's id of it.
  public var threadID: Int32 { id.load(ordering: .acquiring) }

  /// Ends it; may be called twice.
  public func end() {
    isEnding.store(true, ordering: .releasing)
    while !hasEnded.load(ordering: .acquiring) { usleep(500) }
  }
}
