import CRealtime
import Realtime
import WorkQueues

/// The first item after a pause of one period.
///
/// The producer is a driver's thread: it sleeps, is awake a little before the period, and puts one
/// item when the period is due. Workers have the priority of "Pro Audio".
enum PeriodTrial {
  static var trial: Trial {
    Trial(
      name: "period", title: "first item after an idle 1.333 ms",
      subjects: Contenders.subjects(
        Contenders.onePeer, measure: { measure($0, work: Probe.promoteAndNote) }))
  }

  static func measure(
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
    figures[.sleeps] = Double(used.sleeps - threads.sleeps) / Double(Period.count)
    figures[.processor] = Double(used.cpuNanoseconds - threads.cpuNanoseconds) * 100 / elapsed
    return figures
  }
}
