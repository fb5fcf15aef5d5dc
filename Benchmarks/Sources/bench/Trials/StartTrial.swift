import CRealtime
import WorkQueues

/// From put to start, with a worker that is awake: the next item is put as soon as one has begun.
enum StartTrial {
  private static let items = 5000

  static var trial: Trial {
    Trial(
      name: "start", title: "put to start, worker awake",
      subjects: Contenders.subjects(
        Contenders.ours {
          try WorkQueuePool(kind: .standard, spinNanoseconds: 100_000)
        } + Contenders.onePeer, measure: measure) + [Floor.handOffSubject])
  }

  private static func measure(_ pool: any Pool) -> [Metric: Double] {
    let probe = Probe()
    var samples: [Double] = []
    for _ in 0..<items {
      probe.clear()
      let put = rt_now_nanoseconds()
      pool.put(1, Probe.note, context: probe.context)
      samples.append(Double(probe.waitSpinning() - put))
    }
    return Samples(samples).latencyFigures
  }
}
