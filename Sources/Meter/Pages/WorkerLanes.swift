import Telemetry

/// What each worker did in the period that is shown, one lane below the other.
struct WorkerLanes {
  let frame: TelemetryFrame
  /// Its workers come first.
  let queue: String
  let glyphs: GlyphSet

  func rows(width: Int, height: Int) -> [PageRow] {
    let units = Units(glyphs: glyphs)
    let workers = workers
    let names = workers.map { Field.text(CellText.clean($0.name, for: glyphs), .strong) }
    let policies = workers.map { policy(of: $0) }
    let columns: [Column] = [
      .name(.text("WORKERS", .title), minimum: 10, maximum: 18, importance: 100, fields: names),
      .name(.text("policy", .dim), minimum: 9, maximum: 15, importance: 70, fields: policies),
      .number("load", width: 6, importance: 80),
      .filling(.times(axis), minimum: 16, importance: 90),
    ]
    let entries = workers.indices.map { index in
      let worker = workers[index]
      return ListPane.Entry(fields: [
        names[index], policies[index],
        .text(units.load(worker.load), LoadBar.style(of: worker.load)), .lane(lane(of: worker)),
      ])
    }
    return ListPane(columns: columns, entries: entries, leftOut: frame.leftOut.workers)
      .rows(width: width, height: height, glyphs: glyphs)
  }

  private var workers: [WorkerStatus] {
    frame.workers.filter { $0.queue == queue } + frame.workers.filter { $0.queue != queue }
  }

  private var axis: TimeAxis { TimeAxis(period: frame.periodNanoseconds) }

  private func lane(of worker: WorkerStatus) -> LaneBar {
    let spans = worker.lane.map {
      LaneBar.Span(name: $0.name, start: $0.startNanoseconds, end: $0.endNanoseconds)
    }
    return LaneBar(spans: spans, axis: axis)
  }

  private func policy(of worker: WorkerStatus) -> Field {
    let queue = frame.queues.first { $0.name == worker.queue }
    let isRealTimeWanted = queue?.taskClass.isEmpty == false || worker.queue.isEmpty
    return .policy(
      worker.policy, priority: worker.priority, nice: worker.nice,
      lacksRealTime: isRealTimeWanted && !worker.policy.isEmpty
        && !Field.isRealTime(policy: worker.policy), glyphs: glyphs)
  }
}

extension TelemetryFrame {
  /// How long a period is; 0 where that is not known.
  var periodNanoseconds: Int64 {
    guard driver.rate > 0, driver.periodFrames > 0 else { return 0 }
    let longest = 3.6e12
    return Int64(min(Double(driver.periodFrames) / Double(driver.rate) * 1e9, longest))
  }
}
