import CRealtime
import Realtime
import WorkQueues

/// The first item after a pause of one period.
///
/// The producer is a driver's thread: it sleeps, is awake a little before the period, and puts one
/// item when the period is due. Workers have the priority of "Pro Audio".
enum PeriodTrial {
  /// How long before the period the workers of ours are awake.
  private static let leadNanoseconds: Int64 = 120_000

  static var trial: Trial {
    Trial(
      name: "period", title: "first item after an idle 1.333 ms",
      subjects: [Subject(name: Contenders.ours, run: measureOurs)]
        + Contenders.subjects(
          Contenders.onePeer, measure: { measure($0, work: Probe.promoteAndNote) }))
  }

  /// The deadline is the end of the period; its pre-deadline lies before the beginning.
  private static func measureOurs() throws -> [Metric: Double] {
    let pool = try WorkQueuePool(kind: .standard, taskClass: WorkQueuePool.proAudio)
    defer { pool.close() }
    let queue = pool.queue.handle
    var key: DeadlineKey?
    return measure(pool, work: Probe.note) { due in
      if let key { _ = queue.cancelDeadline(key) }
      key = queue.setDeadline(
        dueNanoseconds: due + Period.nanoseconds,
        preDeadlineNanoseconds: Period.nanoseconds + leadNanoseconds)
    }
  }

  private static func measure(
    _ pool: any Pool, work: @escaping rt_work, prepare: (_ due: Int64) -> Void = { _ in }
  ) -> [Metric: Double] {
    let probe = Probe()
    pool.put(1, work, context: probe.context)
    _ = probe.waitSleeping()
    let before = CallerScheduling.promote(to: 82)
    defer { before.restore() }
    let threads = ProcessThreads.now()
    let begin = rt_now_nanoseconds()
    var samples: [Double] = []
    for _ in 0..<Period.count {
      let due = rt_now_nanoseconds() + Period.nanoseconds
      probe.clear()
      prepare(due)
      while rt_sleep_until(due - 200_000) != 0 {}
      Spin.until(due)
      let put = rt_now_nanoseconds()
      pool.put(1, work, context: probe.context)
      samples.append(Double(probe.waitSpinning() - put))
    }
    let elapsed = Double(rt_now_nanoseconds() - begin)
    let used = ProcessThreads.now()
    var figures = Samples(samples).latencyFigures
    figures[.sleeps] = Double(used.sleeps(since: threads)) / Double(Period.count)
    figures[.processor] = Double(used.cpuNanoseconds(since: threads)) * 100 / elapsed
    return figures
  }
}
