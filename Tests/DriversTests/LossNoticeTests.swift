import Drivers
import Synchronization
import TestSupport
import Testing
import WorkQueues

@Suite("LossNotice", .serialized) struct LossNoticeTests {
  /// What counts how often it was performed.
  private final class Tally: Sendable {
    let count = Atomic<Int>(0)

    var item: WorkItem {
      WorkItem(
        { context in
          guard let context else { return }
          Unmanaged<Tally>.fromOpaque(context).takeUnretainedValue().count
            .wrappingAdd(1, ordering: .relaxed)
        }, context: Unmanaged.passUnretained(self).toOpaque())
    }
  }

  private let platform: WorkPlatform
  private let queue: WorkQueue
  private let tally = Tally()
  private let counters = DriverCounters()

  init() throws {
    platform = try WorkPlatform()
    queue = try platform.makeQueue(named: "control", kind: .standard)
  }

  private var notice: LossNotice { LossNotice(tally.item, of: tally, on: queue) }

  /// How often it was posted, once the queue has performed all.
  private func postedAtTheEnd() -> Int {
    platform.shutdown()
    return tally.count.load(ordering: .relaxed)
  }

  @Test func isPostedOnceWhenTheDriverIsLost() async {
    counters.tellLoss(by: notice)
    CounterHandle(counters).markLost(.deviceGone)
    #expect(await eventually { tally.count.load(ordering: .relaxed) == 1 })
    CounterHandle(counters).markLost(.serverGone)
    #expect(counters.loss == .deviceGone)
    #expect(postedAtTheEnd() == 1)
  }

  @Test func isPostedAtOnceWhenItComesTooLate() async {
    CounterHandle(counters).markLost(.deviceGone)
    counters.tellLoss(by: notice)
    #expect(await eventually { tally.count.load(ordering: .relaxed) == 1 })
    #expect(postedAtTheEnd() == 1)
  }

  @Test func theFirstOneStays() {
    counters.tellLoss(by: notice)
    let other = Tally()
    counters.tellLoss(by: LossNotice(other.item, of: other, on: queue))
    CounterHandle(counters).markLost(.deviceGone)
    #expect(postedAtTheEnd() == 1)
    #expect(other.count.load(ordering: .relaxed) == 0)
  }

  @Test func aDriverThatIsNotLostPostsNothing() {
    counters.tellLoss(by: notice)
    CounterHandle(counters).countFault()
    #expect(postedAtTheEnd() == 0)
  }

  @Test func aClosedQueueIsNoHarm() {
    counters.tellLoss(by: notice)
    platform.shutdown()
    CounterHandle(counters).markLost(.deviceGone)
    #expect(tally.count.load(ordering: .relaxed) == 0)
  }
}
