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

  @Test func aSleepEndsByItselfWhenItsTimeHasCome() {
    let parker = Parker()
    for until in [Int64.min, 0, rt_now_nanoseconds() + 2_000_000] {
      parker.announce()
      let outcome = parker.park(until: until, since: parker.moment)
      #expect(outcome == .timedOut)
      #expect(rt_now_nanoseconds() >= until)
    }
    parker.wake(1)
    let calls = parker.wakeCalls
    #expect(calls == 0)
  }

  @Test func aWakeEndsATimedSleepAndIsSpentOnce() {
    let parker = Parker()
    for until in [Int64.max, 0] {
      parker.announce()
      parker.wake(1)
      let outcome = parker.park(until: until, since: parker.moment)
      #expect(outcome == .woken)
    }
    parker.announce()
    let outcome = parker.park(until: 0, since: parker.moment)
    #expect(outcome == .timedOut)
  }

  @Test func aNudgeIsNoWakeButNotLostEither() {
    let parker = Parker()
    parker.nudge()
    #expect(calls(parker) == 0)
    parker.announce()
    let moment = parker.moment
    parker.nudge()
    #expect(calls(parker) == 1)
    var outcome = parker.park(until: .max, since: moment)
    #expect(outcome == .nudged)
    parker.wake(1)
    outcome = parker.park(until: .max, since: parker.moment)
    #expect(outcome == .woken)
    // More of them than the word counts.
    parker.announce()
    for _ in 0...1 << 16 { parker.nudge() }
    outcome = parker.park(until: 0, since: parker.moment)
    #expect(outcome == .timedOut)
  }

  private func calls(_ parker: borrowing Parker) -> UInt64 { parker.wakeCalls }

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
