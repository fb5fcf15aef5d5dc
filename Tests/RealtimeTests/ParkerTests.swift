import CRealtime
import Synchronization
import TestSupport
import Testing

@testable import Realtime

@Suite("Parker", .serialized) struct ParkerTests {
  private final class Shared: Sendable {
    let parker = Parker()
    let work = Atomic<Int>(0)
    let done = Atomic<Int>(0)
    let isStopping = Atomic<Bool>(false)

    /// Takes work one by one, and sleeps when there is none.
    func serve() {
      while true {
        var left = work.load(ordering: .acquiring)
        while left > 0 {
          let (exchanged, original) = work.compareExchange(
            expected: left, desired: left - 1, ordering: .acquiringAndReleasing)
          left = original
          if exchanged {
            done.wrappingAdd(1, ordering: .acquiringAndReleasing)
            left -= 1
          }
        }
        parker.announce()
        if work.load(ordering: .acquiring) > 0 || isStopping.load(ordering: .acquiring) {
          parker.withdraw()
          if isStopping.load(ordering: .acquiring) { return }
        } else {
          parker.park()
        }
      }
    }
  }

  @Test func wakingNobodyIsNotASystemCall() {
    let parker = Parker()
    for _ in 0..<100 { parker.wake(1) }
    let calls = parker.wakeCalls
    #expect(calls == 0)
  }

  @Test func withdrawnSleepersAreNotWoken() {
    let parker = Parker()
    for _ in 0..<100 {
      parker.announce()
      parker.withdraw()
    }
    parker.wake(1)
    let calls = parker.wakeCalls
    #expect(calls == 0)
  }

  @Test func aWakeBeforeTheSleepIsNotLost() {
    let parker = Parker()
    parker.announce()
    parker.wake(5)
    // Would hang for ever were the permit lost.
    parker.park()
    let calls = parker.wakeCalls
    #expect(calls == 1)
  }

  @Test func aSleeperThatWasWokenAndWithdrawsLeavesNoPermitBehind() {
    let parker = Parker()
    parker.announce()
    parker.wake(1)
    parker.withdraw()
    parker.announce()
    parker.wake(1)
    parker.park()
    let calls = parker.wakeCalls
    #expect(calls == 2)
  }

  @Test func noWorkIsForgottenBetweenManySleepersAndWakers() async {
    let shared = Shared()
    let total = 20_000
    await withTaskGroup(of: Void.self) { group in
      // Threads, not tasks: they block.
      let threads = (0..<3).map { index in
        try? RealtimeThread(
          name: "server \(index)", scheduling: .normal(nice: 0),
          body: { context in
            guard let context else { return }
            Unmanaged<Shared>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.serve() }
          }, context: Unmanaged.passUnretained(shared).toOpaque())
      }
      for _ in 0..<2 {
        group.addTask {
          for _ in 0..<total / 2 {
            shared.work.wrappingAdd(1, ordering: .acquiringAndReleasing)
            shared.parker.wake(1)
          }
        }
      }
      await group.waitForAll()
      #expect(await eventually { shared.done.load(ordering: .acquiring) == total })
      shared.isStopping.store(true, ordering: .sequentiallyConsistent)
      shared.parker.wake(.max)
      for thread in threads { thread?.join() }
    }
    let left = shared.work.load(ordering: .acquiring)
    #expect(left == 0)
  }
}
