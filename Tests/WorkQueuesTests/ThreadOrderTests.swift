import TestSupport
import Testing

@testable import WorkQueues

private let millisecond: Int64 = 1_000_000

@Suite("ThreadOrder") struct ThreadOrderTests {
  private let parent = ThreadOrder.parent

  private func makeOrder(timeout: ThreadOrderingTimeout = .fivePeriods) -> ThreadOrder {
    ThreadOrder(times: OrderingTimes(periodNanoseconds: 10 * millisecond, timeout: timeout))
  }

  /// Plays a period whose first member has the turn already; returns who ran, in order.
  private func playPeriod(
    _ order: inout ThreadOrder, first: Int, at clock: FakeClock, step: Int64 = 1000
  ) -> [Int] {
    var ran = [first]
    while let id = ran.last {
      clock.advance(byNanoseconds: step)
      guard let next = order.wait(id, now: clock.nanoseconds)?.next else { break }
      ran.append(next)
    }
    return ran
  }

  @Test func nobodyRunsBeforeTheParentWaits() {
    var order = makeOrder()
    let first = order.join(before: true)
    #expect(order.wait(first, now: 0) == ThreadOrder.Step())
    #expect(order.nextNanoseconds(now: 0) == nil)
    #expect(order.advance(now: 1_000 * millisecond) == ThreadOrder.Step())
    #expect(order.wait(parent, now: 7)?.next == first)
  }

  @Test func runsPredecessorsParentAndSuccessorsInOrderOfJoining() {
    let clock = FakeClock()
    var order = makeOrder()
    let after = order.join(before: false)
    let before = order.join(before: true)
    let lastAfter = order.join(before: false)
    let lastBefore = order.join(before: true)
    for id in [after, before, lastAfter, lastBefore] { _ = order.wait(id, now: 0) }
    let wanted = [before, lastBefore, parent, after, lastAfter]

    for period in 0..<5 as Range<Int64> {
      clock.nanoseconds = period * 10 * millisecond
      let step = period == 0 ? order.wait(parent, now: 0) : order.advance(now: clock.nanoseconds)
      #expect(step?.next == before)
      #expect(playPeriod(&order, first: before, at: clock) == wanted)
      #expect(order.nextNanoseconds(now: clock.nanoseconds) == (period + 1) * 10 * millisecond)
    }
  }

  @Test func whoIsDoneEarlyWaitsForTheEndOfThePeriod() {
    var order = makeOrder()
    _ = order.wait(parent, now: 100)
    #expect(order.wait(parent, now: 200) == ThreadOrder.Step())
    let end = 100 + 10 * millisecond
    #expect(order.nextNanoseconds(now: 200) == end)
    #expect(order.advance(now: end - 1) == ThreadOrder.Step())
    #expect(order.advance(now: end).next == parent)
  }

  @Test func whoIsLateBeginsTheNextPeriodAtOnce() {
    var order = makeOrder()
    _ = order.wait(parent, now: 0)
    #expect(order.wait(parent, now: 12 * millisecond)?.next == parent)
    // The grid stays: this period ends at 20.
    _ = order.wait(parent, now: 13 * millisecond)
    #expect(order.nextNanoseconds(now: 13 * millisecond) == 20 * millisecond)
  }

  @Test func periodsThatWentByAreNotMadeUpFor() {
    var order = makeOrder(timeout: .infinite)
    _ = order.wait(parent, now: 0)
    #expect(order.wait(parent, now: 57 * millisecond)?.next == parent)
    #expect(order.wait(parent, now: 58 * millisecond) == ThreadOrder.Step())
    #expect(order.nextNanoseconds(now: 58 * millisecond) == 60 * millisecond)
  }

  @Test func whoComesInTheMiddleOfAPeriodRunsInTheNext() {
    var order = makeOrder()
    _ = order.wait(parent, now: 0)
    let late = order.join(before: false)
    #expect(order.wait(late, now: 1) == ThreadOrder.Step())
    #expect(order.wait(parent, now: 2) == ThreadOrder.Step())
    #expect(order.advance(now: 10 * millisecond).next == parent)
    #expect(order.wait(parent, now: 11 * millisecond)?.next == late)
  }

  @Test func whoNeverWaitsHoldsNobodyUp() {
    var order = makeOrder()
    _ = order.join(before: true)
    #expect(order.wait(parent, now: 0)?.next == parent)
    #expect(order.wait(parent, now: 1) == ThreadOrder.Step())
    #expect(order.advance(now: 10 * millisecond).next == parent)
  }

  @Test func aMemberThatOverrunsIsRemovedAndTheOthersGoOn() {
    var order = makeOrder(timeout: .nanoseconds(2 * millisecond))
    let (slow, next) = (order.join(before: true), order.join(before: true))
    _ = order.wait(parent, now: 0)
    for id in [slow, next, parent] { _ = order.wait(id, now: 1) }
    #expect(order.advance(now: 10 * millisecond).next == slow)
    let limit = 22 * millisecond
    #expect(order.nextNanoseconds(now: 21 * millisecond) == limit)
    #expect(order.advance(now: limit - 1) == ThreadOrder.Step())
    #expect(order.advance(now: limit) == ThreadOrder.Step(next: next, removed: slow))
    #expect(!order.contains(slow))
    #expect(order.wait(slow, now: limit) == nil)
    #expect(order.leave(slow, now: limit) == nil)
    #expect(!order.isOver)
    // The others have the whole time again, lest one takes all with it.
    #expect(order.nextNanoseconds(now: limit) == limit + 12 * millisecond)
    #expect(order.wait(next, now: limit + 1)?.next == parent)
    let later = order.wait(parent, now: limit + 2)
    #expect(later?.next == next)
  }

  @Test func membersShareTheTime() {
    var order = makeOrder(timeout: .nanoseconds(2 * millisecond))
    let (first, second) = (order.join(before: true), order.join(before: true))
    _ = order.wait(parent, now: 0)
    for id in [first, second, parent] { _ = order.wait(id, now: 1) }
    _ = order.advance(now: 10 * millisecond)
    _ = order.wait(first, now: 21 * millisecond)
    #expect(order.advance(now: 22 * millisecond) == ThreadOrder.Step(next: parent, removed: second))
  }

  @Test func aParentThatOverrunsEndsTheGroup() {
    var order = makeOrder()
    let other = order.join(before: false)
    _ = order.wait(parent, now: 0)
    _ = order.wait(other, now: 0)
    #expect(order.advance(now: 60 * millisecond - 1) == ThreadOrder.Step())
    #expect(!order.isOver)
    #expect(order.advance(now: 60 * millisecond) == ThreadOrder.Step())
    #expect(order.isOver)
    #expect(order.nextNanoseconds(now: 60 * millisecond) == nil)
    #expect(order.wait(parent, now: 61 * millisecond) == nil)
    #expect(order.wait(other, now: 61 * millisecond) == nil)
    #expect(order.leave(other, now: 61 * millisecond) == nil)
  }

  @Test func withoutATimeoutNobodyIsRemoved() {
    var order = makeOrder(timeout: .infinite)
    _ = order.wait(parent, now: 0)
    #expect(order.nextNanoseconds(now: 1) == 10 * millisecond)
    #expect(order.nextNanoseconds(now: 11 * millisecond) == nil)
    #expect(order.advance(now: 1_000_000 * millisecond) == ThreadOrder.Step())
    #expect(!order.isOver)
  }

  @Test func whoLeavesInItsTurnPassesItOn() {
    var order = makeOrder()
    let (leaving, last) = (order.join(before: true), order.join(before: false))
    _ = order.wait(parent, now: 0)
    for id in [leaving, last, parent] { _ = order.wait(id, now: 1) }
    _ = order.advance(now: 10 * millisecond)
    #expect(order.leave(leaving, now: 11 * millisecond)?.next == parent)
    #expect(order.wait(leaving, now: 11 * millisecond) == nil)
    #expect(order.leave(last, now: 11 * millisecond) == ThreadOrder.Step())
    #expect(order.wait(parent, now: 12 * millisecond) == ThreadOrder.Step())
  }

  @Test func theParentCannotLeave() {
    var order = makeOrder()
    _ = order.wait(parent, now: 0)
    #expect(order.leave(parent, now: 1) == nil)
    #expect(order.contains(parent))
  }

  @Test func unknownMembersGetNoTurn() {
    var order = makeOrder()
    #expect(order.wait(5, now: 0) == nil)
    #expect(order.leave(5, now: 0) == nil)
  }

  @Test(arguments: 1...20)
  func randomMembersRunOnceInEachPeriod(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let clock = FakeClock()
    var order = makeOrder(timeout: .infinite)
    var before: [Int] = []
    var after: [Int] = []
    _ = order.wait(parent, now: 0)
    _ = order.wait(parent, now: 0)
    for period in 1...50 as ClosedRange<Int64> {
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        before.append(order.join(before: true))
        _ = order.wait(before[before.count - 1], now: clock.nanoseconds)
      case 1:
        after.append(order.join(before: false))
        _ = order.wait(after[after.count - 1], now: clock.nanoseconds)
      case 2:
        if let leaving = before.popLast() { _ = order.leave(leaving, now: clock.nanoseconds) }
      default:
        if !after.isEmpty { _ = order.leave(after.removeFirst(), now: clock.nanoseconds) }
      }
      clock.nanoseconds = period * 10 * millisecond
      let first = order.advance(now: clock.nanoseconds).next
      let ran = playPeriod(&order, first: first ?? -1, at: clock)
      #expect(ran == before + [parent] + after, "seed \(seed), period \(period)")
    }
  }
}

@Suite("OrderingTimes") struct OrderingTimesTests {
  @Test func aTimeoutOfNothingIsFivePeriods() {
    for timeout in [ThreadOrderingTimeout.fivePeriods, .nanoseconds(0)] {
      let times = OrderingTimes(periodNanoseconds: 3 * millisecond, timeout: timeout)
      #expect(times.timeoutNanoseconds == 15 * millisecond)
    }
  }

  @Test(arguments: [Int64.min, -1, 0, 1, 499_999])
  func shortTimesAreHeldAtHalfAMillisecond(nanoseconds: Int64) {
    let timeout: ThreadOrderingTimeout = .nanoseconds(nanoseconds == 0 ? 1 : nanoseconds)
    let times = OrderingTimes(periodNanoseconds: nanoseconds, timeout: timeout)
    #expect(times.periodNanoseconds == 500_000)
    #expect(times.timeoutNanoseconds == 500_000)
  }

  @Test func longTimesDoNotOverflow() {
    for timeout in [ThreadOrderingTimeout.fivePeriods, .nanoseconds(.max)] {
      let times = OrderingTimes(periodNanoseconds: .max, timeout: timeout)
      #expect(times.periodNanoseconds == OrderingTimes.longestNanoseconds)
      #expect(times.timeoutNanoseconds == OrderingTimes.longestNanoseconds)
      var order = ThreadOrder(times: times)
      let begin = OrderingTimes.longestNanoseconds
      _ = order.wait(ThreadOrder.parent, now: begin)
      let limit = order.nextNanoseconds(now: 3 * begin)
      #expect(limit == 3 * begin)
    }
  }

  @Test func infiniteIsNoTimeout() {
    let times = OrderingTimes(periodNanoseconds: millisecond, timeout: .infinite)
    #expect(times.timeoutNanoseconds == nil)
  }
}
