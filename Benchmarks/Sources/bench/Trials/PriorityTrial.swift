import CRealtime
import WorkQueues

/// An urgent item, put while 10,000 others wait or run that take 50 µs each.
///
/// All on one core: the producer is less urgent than the worker of urgent items, and more urgent
/// than that of the others, as a driver's thread would be.
enum PriorityTrial {
  private static let waiting = 10_000
  private static let urgent = 150
  private static let gapNanoseconds: Int64 = 2_000_000
  static let serving = "one worker"

  static var trial: Trial {
    Trial(
      name: "priority", title: "item of priority +1 behind 10,000 of -1 that run 50 µs",
      subjects: [
        Subject(name: Contenders.ours) { try measure(.preempting) },
        Subject(name: serving) { try measure(.standard) },
        Floor.sameCoreSubject,
      ])
  }

  private static func measure(_ kind: WorkQueue.Kind) throws -> [Metric: Double] {
    let oneCore = TaskClass(name: "bench", category: .high, priority: 1, affinityMask: 1)
    let pool = try WorkQueuePool(kind: kind, taskClass: oneCore, capacity: waiting + 1)
    let isOver = StopFlag()
    let before = CallerScheduling.pin(to: 1)
    let normal = CallerScheduling.promote(to: 84)
    defer {
      normal.restore()
      before.restore()
      isOver.raise()
      pool.close()
    }
    let slow = WorkItem(StopFlag.spinUnlessRaised, context: isOver.context)
    for _ in 0..<waiting { _ = pool.queue.handle.put(slow, priority: .low) }
    let probe = Probe()
    let item = WorkItem(Probe.note, context: probe.context)
    var samples: [Double] = []
    for number in 0..<urgent {
      probe.clear()
      // Never at the same point of an item that runs.
      let gap = gapNanoseconds + Int64(number * 7919 % 50_000)
      while rt_sleep_until(rt_now_nanoseconds() + gap) != 0 {}
      let put = rt_now_nanoseconds()
      _ = pool.queue.handle.put(item, priority: .high)
      samples.append(Double(probe.waitSleeping() - put))
    }
    return Samples(samples).latencyFigures
  }
}
