import CRealtime
import WorkQueues

/// A scheduled item: how long after its time it is started.
enum LatenessTrial {
  static var trial: Trial {
    Trial(
      name: "lateness", title: "scheduled item, from its time to its start",
      subjects: [
        Subject(name: Contenders.ours, run: measure),
        Floor.sleepSubject,
      ])
  }

  private static func measure() throws -> [Metric: Double] {
    let pool = try WorkQueuePool(kind: .standard, taskClass: WorkQueuePool.proAudio)
    defer { pool.close() }
    let probe = Probe()
    let item = WorkItem(Probe.note, context: probe.context)
    var samples: [Double] = []
    for _ in 0..<Period.count {
      probe.clear()
      let due = rt_now_nanoseconds() + Period.nanoseconds
      _ = pool.platform.timer.handle.schedule(item, on: pool.queue.handle, dueNanoseconds: due)
      while rt_sleep_until(due + 300_000) != 0 {}
      samples.append(Double(probe.waitSleeping() - due))
    }
    return Samples(samples).latencyFigures
  }
}
