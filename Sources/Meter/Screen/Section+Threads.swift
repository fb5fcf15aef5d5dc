import Telemetry

extension Section {
  /// One row for each thread that performs work, with the policy it really has.
  static func threads(_ frame: TelemetryFrame, glyphs: GlyphSet) -> Section {
    let units = Units(glyphs: glyphs)
    let classed = Set(frame.queues.filter { !$0.taskClass.isEmpty }.map(\.name))
    let rows = frame.workers.map {
      ThreadRow(worker: $0, isOfClass: classed.contains($0.queue), glyphs: glyphs)
    }
    let columns: [Column] = [
      .name(
        .text("THREADS", .title), minimum: 8, maximum: 16, importance: 100,
        fields: rows.map(\.name)),
      .name(
        .text("queue", .dim), minimum: 5, maximum: 14, importance: 40, fields: rows.map(\.queue)),
      .name(
        .text("policy", .dim), minimum: 9, maximum: 15, importance: 90,
        fields: rows.map(\.policy)),
      .name(
        .text("kind", .dim), minimum: 7, maximum: 7, importance: 50, fields: rows.map(\.kind)),
      .name(
        .text("stack", .dim), minimum: 6, maximum: 8, importance: 70, fields: rows.map(\.stack)),
      .number("items", width: 7, importance: 30),
      .number("run p99", width: 8, importance: 60),
      .number("thread", width: 8, importance: 10),
      .filling(.text("load", .dim), minimum: 6, importance: 65),
      .number("", width: 6, importance: 80),
    ]
    return Section(
      columns: columns, entries: rows.map { $0.fields(units) }, leftOut: frame.leftOut.workers,
      kept: .first, comfortableWidth: 90, brief: brief(rows))
  }

  /// Names and policies, those first that lack real time.
  private static func brief(_ rows: [ThreadRow]) -> [StyledLine] {
    let sorted = rows.filter(\.lacksRealTime) + rows.filter { !$0.lacksRealTime }
    return sorted.map(\.brief)
  }
}

/// A thread as the fields of its row.
private struct ThreadRow {
  let worker: WorkerStatus
  /// Whether its queue has a task class.
  let isOfClass: Bool
  let glyphs: GlyphSet

  /// Whether it was to have real-time priority and did not get it.
  ///
  /// The timer, which is in no queue, is always to have it.
  var lacksRealTime: Bool {
    (isOfClass || worker.queue.isEmpty) && !worker.policy.isEmpty
      && !Field.isRealTime(policy: worker.policy)
  }

  var name: Field { .text(CellText.clean(worker.name, for: glyphs), .strong) }

  var queue: Field {
    worker.queue.isEmpty
      ? .text("-", .dim) : .text(CellText.clean(worker.queue, for: glyphs), .plain)
  }

  var kind: Field { .text(CellText.clean(worker.kind, for: glyphs), .dim) }

  var policy: Field {
    .policy(
      worker.policy, priority: worker.priority, nice: worker.nice, lacksRealTime: lacksRealTime,
      glyphs: glyphs)
  }

  /// A guest's stack is its own affair.
  var stack: Field {
    guard worker.kind != "guest" else { return .text("-", .dim) }
    guard !worker.isStackLocked else { return .text("locked", .plain) }
    return .text("unlocked", isOfClass || worker.queue.isEmpty ? .caution : .plain)
  }

  var brief: StyledLine {
    var line = name.line(alignment: .left, glyphs: glyphs)
    line.append(" ")
    line.append(policy.line(alignment: .left, glyphs: glyphs))
    return line
  }

  func fields(_ units: Units) -> [Field] {
    [
      name, queue, policy, kind, stack,
      .text(units.count(Double(worker.performed)), .plain),
      Section.durationField(worker.run, units),
      .text(worker.threadID == 0 ? "-" : "\(worker.threadID)", .dim),
      .load(LoadBar(share: worker.load)),
      .text(units.load(worker.load), LoadBar.style(of: worker.load)),
    ]
  }
}
