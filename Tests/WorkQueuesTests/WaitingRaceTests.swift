import CRealtime
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("Waiting items: races", .serialized) struct WaitingRaceTests {
  /// Exactly one of an item and its cancellation is performed, and `cancel` knows which.
  @Test(arguments: [false, true])
  func cancelAgainstSignal(isJoined: Bool) throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard, spinNanoseconds: 50_000)
    let tally = WaitingTally()
    let signaller = Signaller(try TestDescriptor.event())
    let joined = isJoined ? try queue.join(signaller.descriptor.number) : nil
    var generator = SeededGenerator(seed: 1)
    var cancels = 0
    for round in 0..<10_000 {
      signaller.descriptor.drain()
      let key =
        try joined?.put(tally.item, onCancel: tally.onCancel)
        ?? platform.putWaiting(
          tally.item, on: queue, descriptor: signaller.descriptor.number, onCancel: tally.onCancel)
      signaller.begin(round)
      for _ in 0..<Int.random(in: 0..<400, using: &generator) { rt_spin_pause() }
      if platform.cancelWaiting(key) { cancels += 1 }
      guard settles({ tally.total == round + 1 && signaller.hasSignalled(round) }) else {
        Issue.record("round \(round): \(tally.total) performed")
        break
      }
      #expect(!platform.cancelWaiting(key))
    }
    signaller.end()
    #expect(tally.total == 10_000)
    #expect(tally.cancelled.load(ordering: .acquiring) == cancels)
    #expect(eventually { platform.waiter.snapshot().waiting == 0 })
    let snapshot = platform.waiter.snapshot()
    #expect(snapshot.fired == 10_000 - cancels)
    #expect(snapshot.cancelled == cancels)
    platform.shutdown()
    #expect(tally.total == 10_000)
  }

  /// Polls eagerly at first: most rounds take microseconds.
  private func settles(_ condition: () -> Bool) -> Bool {
    for _ in 0..<200 {
      if condition() { return true }
      _ = rt_sleep_until(rt_now_nanoseconds() + 20_000)
    }
    return eventually(condition)
  }

  @Test func shutdownAtAnyMoment() throws {
    try endAtAnyMoment { $0.platform.shutdown() }
  }

  @Test func closingAQueueAtAnyMoment() throws {
    try endAtAnyMoment { $0.platform.close($0.queue) }
  }

  @Test func unjoiningAtAnyMoment() throws {
    try endAtAnyMoment { $0.joined.unjoin() }
  }

  /// Items that nobody drops are performed once, as themselves or as cancelled.
  private func endAtAnyMoment(_ end: (WaitingStress) -> Void) throws {
    for seed in 0..<UInt64(60) {
      var generator = SeededGenerator(seed: seed)
      let stress = try WaitingStress(seed: seed)
      _ = rt_sleep_until(
        rt_now_nanoseconds() + Int64.random(in: 0..<3_000_000, using: &generator))
      end(stress)
      stress.stop()
      stress.platform.shutdown()
      let tallies = stress.tallies
      let dropped = Int(stress.platform.waiter.snapshot().dropped)
      #expect(tallies.allSatisfy { $0.total <= 1 }, "seed \(seed)")
      #expect(tallies.count { $0.total == 0 } == dropped, "seed \(seed)")
      #expect(stress.wrongCancels == 0, "seed \(seed)")
      #expect(stress.platform.waiter.snapshot().waiting == 0, "seed \(seed)")
    }
  }
}

/// Signals a descriptor from a thread of its own, once for each round.
private final class Signaller: Sendable {
  let descriptor: TestDescriptor
  private let begun = Atomic<Int>(-1)
  private let signalled = Atomic<Int>(-1)

  init(_ descriptor: TestDescriptor) {
    self.descriptor = descriptor
    Thread { self.run() }.start()
  }

  func begin(_ round: Int) { begun.store(round, ordering: .releasing) }

  func end() { begun.store(.max, ordering: .releasing) }

  func hasSignalled(_ round: Int) -> Bool { signalled.load(ordering: .acquiring) == round }

  private func run() {
    var done = -1
    while true {
      let round = begun.load(ordering: .acquiring)
      if round == .max { return }
      if round == done {
        sched_yield()
        continue
      }
      done = round
      descriptor.signal()
      signalled.store(round, ordering: .releasing)
    }
  }
}
