import CRealtime
import Foundation
import TestSupport
import Testing

@testable import WorkQueues

@Suite("Waiting items", .serialized) struct WaitingItemTests {
  enum Kind: CaseIterable {
    case event, timer, pipe, socket

    func make() throws -> TestDescriptor {
      switch self {
      case .event: try .event()
      case .timer: try .timer(nanoseconds: 20_000_000)
      case .pipe: try .pipe()
      case .socket: try .socket()
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func isPutOnceItsDescriptorIsReadable(kind: Kind) throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let descriptor = try kind.make()
    try platform.putWaiting(
      recorder.item(1, keeping: &boxes), on: queue, descriptor: descriptor.number)
    if kind != .timer { #expect(platform.waiter.snapshot().waiting == 1) }
    descriptor.signal()
    #expect(eventually { recorder.order == [1] })
    #expect(eventually { platform.waiter.snapshot().waiting == 0 })
    // It is left as it was, and no second item comes of it.
    _ = rt_sleep_until(rt_now_nanoseconds() + 5_000_000)
    #expect(recorder.order == [1])
    #expect(platform.waiter.snapshot().fired == 1)
    platform.shutdown()
  }

  @Test(arguments: [Kind.pipe, .socket])
  func aHangUpIsReadinessToo(kind: Kind) throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let early = try kind.make()
    early.hangUp()
    try platform.putWaiting(
      recorder.item(1, keeping: &boxes), on: queue, descriptor: early.number)
    #expect(eventually { recorder.order == [1] })
    let late = try kind.make()
    try platform.putWaiting(recorder.item(2, keeping: &boxes), on: queue, descriptor: late.number)
    late.hangUp()
    #expect(eventually { recorder.order == [1, 2] })
    platform.shutdown()
  }

  /// The writing end of a pipe without readers is broken, and can never be read.
  @Test func anErrorIsReadinessToo() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let pipe = Pipe()
    try platform.putWaiting(
      recorder.item(1, keeping: &boxes), on: queue,
      descriptor: pipe.fileHandleForWriting.fileDescriptor)
    try pipe.fileHandleForReading.close()
    #expect(eventually { recorder.order == [1] })
    platform.shutdown()
  }

  @Test func theCallerMayCloseItsDescriptor() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let descriptor = try TestDescriptor.pipe()
    try platform.putWaiting(
      recorder.item(1, keeping: &boxes), on: queue, descriptor: descriptor.number)
    descriptor.close()
    // The number may be another file's by now.
    let other = try TestDescriptor.event()
    other.signal()
    _ = rt_sleep_until(rt_now_nanoseconds() + 5_000_000)
    #expect(recorder.order == [])
    descriptor.signal()
    #expect(eventually { recorder.order == [1] })
    platform.shutdown()
  }

  @Test func severalItemsWaitOnOneDescriptor() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let descriptor = try TestDescriptor.event()
    for id in 0..<10 {
      try platform.putWaiting(
        recorder.item(id, keeping: &boxes), on: queue, descriptor: descriptor.number)
    }
    descriptor.signal()
    #expect(eventually { recorder.order.sorted() == Array(0..<10) })
    platform.shutdown()
  }

  @Test func withoutADescriptorItWaitsUntilCancelled() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let key = try platform.putWaiting(
      recorder.item(1, keeping: &boxes), on: queue, descriptor: nil,
      onCancel: recorder.item(-1, keeping: &boxes))
    _ = rt_sleep_until(rt_now_nanoseconds() + 5_000_000)
    #expect(recorder.order == [])
    #expect(platform.cancelWaiting(key))
    #expect(!platform.cancelWaiting(key))
    #expect(eventually { recorder.order == [-1] })
    let snapshot = platform.waiter.snapshot()
    #expect(snapshot.cancelled == 1)
    #expect(snapshot.fired == 0)
    platform.shutdown()
  }

  @Test func aCancelledItemIsNotPut() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let descriptor = try TestDescriptor.event()
    let silent = try platform.putWaiting(
      recorder.item(1, keeping: &boxes), on: queue, descriptor: descriptor.number)
    let key = try platform.putWaiting(
      recorder.item(2, keeping: &boxes), on: queue, descriptor: descriptor.number,
      onCancel: recorder.item(-2, keeping: &boxes))
    let other = try platform.putWaiting(
      recorder.item(3, keeping: &boxes), on: queue, descriptor: descriptor.number)
    #expect(platform.cancelWaiting([silent, key, key, other]) == [true, true, false, true])
    #expect(eventually { platform.waiter.snapshot().waiting == 0 })
    descriptor.signal()
    _ = rt_sleep_until(rt_now_nanoseconds() + 5_000_000)
    #expect(recorder.order == [-2])
    #expect(!platform.cancelWaiting(key))
    platform.shutdown()
  }

  @Test func itemsOfOtherPrioritiesOvertake() throws {
    let bench = try GuestBench()
    let descriptor = try TestDescriptor.event()
    for (id, priority) in [(1, WorkPriority.low), (2, .normal), (3, .high), (4, .high)] {
      try bench.platform.putWaiting(
        bench.item(id), on: bench.queue, priority: priority, descriptor: descriptor.number)
    }
    let key = try bench.platform.putWaiting(
      bench.item(0), on: bench.queue, priority: .high, descriptor: nil, onCancel: bench.item(5))
    descriptor.signal()
    #expect(eventually { bench.platform.waiter.snapshot().fired == 4 })
    #expect(bench.platform.cancelWaiting(key))
    #expect(eventually { bench.platform.waiter.snapshot().cancelled == 1 })
    bench.performAll()
    // Which of two that wait for the same is first is the kernel's to say.
    #expect(Set(bench.order.prefix(2)) == [3, 4])
    #expect(bench.order.dropFirst(2) == [5, 2, 1])
    bench.platform.shutdown()
  }

  @Test func keysAreNumbersToo() throws {
    let bench = try GuestBench()
    let key = try bench.platform.putWaiting(
      bench.item(1), on: bench.queue, descriptor: nil, onCancel: bench.item(2))
    #expect(key.rawValue > 0)
    #expect(key.rawValue < 1 << 56)
    #expect(WaitingItemKey(rawValue: key.rawValue) == key)
    for forged: UInt64 in [0, 1, .max, key.rawValue + 1, key.rawValue + 1 << 16] {
      #expect(!bench.platform.cancelWaiting(WaitingItemKey(rawValue: forged)))
    }
    #expect(bench.platform.cancelWaiting(WaitingItemKey(rawValue: key.rawValue)))

    let scheduled = try bench.platform.timer.schedule(
      bench.item(3), on: bench.queue, delayNanoseconds: 60_000_000_000)
    #expect(scheduled.rawValue > 0)
    #expect(scheduled.rawValue < 1 << 56)
    for forged: UInt64 in [0, .max] {
      #expect(!bench.platform.timer.cancel(ScheduledItemKey(rawValue: forged)))
    }
    #expect(bench.platform.timer.cancel(ScheduledItemKey(rawValue: scheduled.rawValue)))
    bench.platform.shutdown()
  }

  @Test func keyOfAFinishedItemCancelsNoLaterOne() throws {
    let bench = try GuestBench()
    let first = try bench.platform.putWaiting(bench.item(0), on: bench.queue, descriptor: nil)
    #expect(bench.platform.cancelWaiting(first))
    #expect(eventually { bench.platform.waiter.snapshot().waiting == 0 })
    // Enough to use every slot again.
    for id in 0..<WorkWaiter.capacity {
      try bench.platform.putWaiting(bench.item(id), on: bench.queue, descriptor: nil)
    }
    #expect(!bench.platform.cancelWaiting(first))
    #expect(bench.platform.waiter.snapshot().waiting == WorkWaiter.capacity)
    bench.platform.shutdown()
  }
}
