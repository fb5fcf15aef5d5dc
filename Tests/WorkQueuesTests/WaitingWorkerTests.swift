import CRealtime
import Realtime
import Synchronization
import Testing

@testable import WorkQueues

@Suite("WaitingWorker", .serialized) struct WaitingWorkerTests {
  /// A device made of a counter: ready so many times, then gone.
  private final class Device: Sendable {
    let left: Atomic<Int>
    let waits = Atomic<Int>(0)
    let isStopped = Atomic<Bool>(false)

    init(periods: Int) { left = Atomic(periods) }

    static let wait: rt_wait = { context, due in
      guard let context, let due else { return rt_wait_end }
      return Unmanaged<Device>.fromOpaque(context)._withUnsafeGuaranteedRef { device in
        due.pointee = rt_now_nanoseconds()
        // Every second wait is an interruption.
        if device.waits.wrappingAdd(1, ordering: .relaxed).oldValue.isMultiple(of: 2) {
          return rt_wait_again
        }
        if device.left.wrappingSubtract(1, ordering: .relaxed).oldValue > 0 { return rt_wait_ready }
        return rt_wait_end
      }
    }

    static let waitForEver: rt_wait = { _, due in
      _ = rt_sleep_until(rt_now_nanoseconds() + 1_000_000)
      due?.pointee = rt_now_nanoseconds()
      return rt_wait_ready
    }
  }

  @Test func performsOncePerPeriodAndEndsWithTheDevice() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .multithreaded(workers: 0))
    let device = Device(periods: 5)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let worker = try queue.startWaitingWorker(
      named: "device", wait: Device.wait, context: Unmanaged.passUnretained(device).toOpaque(),
      period: recorder.item(1, keeping: &boxes))
    #expect(eventually { worker.hasEnded })
    #expect(recorder.order == [1, 1, 1, 1, 1])
    let snapshot = queue.snapshot()
    #expect(snapshot.performed == [0, 0, 5])
    #expect(snapshot.workers.map(\.kind) == ["waiting"])
    worker.stop()
    worker.stop()
    #expect(queue.snapshot().workers.isEmpty)
    platform.shutdown()
  }

  @Test func stopsBetweenPeriods() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .multithreaded(workers: 0))
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let worker = try queue.startWaitingWorker(
      named: "device", wait: Device.waitForEver, context: nil,
      period: recorder.item(1, keeping: &boxes))
    #expect(eventually { recorder.count.load(ordering: .acquiring) > 3 })
    worker.stop()
    let count = recorder.count.load(ordering: .acquiring)
    _ = rt_sleep_until(rt_now_nanoseconds() + 10_000_000)
    #expect(recorder.count.load(ordering: .acquiring) == count)
    platform.shutdown()
  }
}
