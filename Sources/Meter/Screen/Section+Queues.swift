import Telemetry

extension Section {
  /// One row for each work queue.
  static func queues(_ frame: TelemetryFrame, glyphs: GlyphSet) -> Section {
    let units = Units(glyphs: glyphs)
    let names = frame.queues.map { Field.text(CellText.clean($0.name, for: glyphs), .strong) }
    let classes = frame.queues.map {
      Field.text(CellText.clean($0.taskClass, for: glyphs), .plain)
    }
    let columns: [Column] = [
      .name(
        .text("QUEUES", .title), minimum: min(max(8, names.map(\.naturalWidth).max() ?? 0), 14),
        maximum: 20, importance: 100, fields: names),
      .name(.text("class", .dim), minimum: 5, maximum: 14, importance: 40, fields: classes),
      .name(.text("policy", .dim), minimum: 9, maximum: 10, importance: 90, fields: []),
      .number("workers", width: 7, importance: 30),
      .number("depth/max", width: 9, importance: 70),
      .number("items/s", width: 7, importance: 50),
      .number("wait p99", width: 8, importance: 60),
      .number("wait max", width: 8, importance: 8),
      .number("run p99", width: 8, importance: 20),
      .number("run max", width: 8, importance: 6),
      .number("missed", width: 6, importance: 25),
      .number("refused", width: 7, importance: 10),
      .number("saved", width: 6, importance: 5),
      .filling(.text("load", .dim), minimum: 6, importance: 65),
      .number("", width: 6, importance: 80),
    ]
    let entries = frame.queues.indices.map { index in
      let queue = frame.queues[index]
      return [
        names[index], classes[index],
        .policy(
          queue.policy, priority: queue.priority, lacksRealTime: queue.lacksRealTime,
          glyphs: glyphs),
        .text("\(queue.workers)", .plain), queue.depthField(units),
        .text(units.count(queue.itemsPerSecond), .plain),
        durationField(queue.wait, units), durationField(queue.wait, units, isMost: true),
        durationField(queue.run, units), durationField(queue.run, units, isMost: true),
        .text(
          units.count(Double(queue.missedDeadlines)), queue.missedDeadlines > 0 ? .alarm : .plain),
        .text(units.count(Double(queue.refused)), queue.refused > 0 ? .alarm : .plain),
        .text(units.count(Double(queue.savedWakes)), .dim),
        .load(LoadBar(share: queue.load)),
        .text(units.load(queue.load), LoadBar.style(of: queue.load)),
      ]
    }
    return Section(
      columns: columns, entries: entries, leftOut: frame.leftOut.queues, kept: .first,
      comfortableWidth: .max)
  }

  /// What nearly all were at most, or the longest of all.
  static func durationField(
    _ duration: DurationStatus, _ units: Units, isMost: Bool = false
  ) -> Field {
    guard duration.count > 0 else { return .text("-", .dim) }
    let shown = isMost ? duration.maximumNanoseconds : duration.p99Nanoseconds
    return .text(units.duration(nanoseconds: Double(shown)), .plain)
  }
}

extension QueueStatus {
  /// Whether its task class asks for real time and its workers did not get it.
  var lacksRealTime: Bool {
    !taskClass.isEmpty && workers > 0 && !Field.isRealTime(policy: policy)
  }

  fileprivate func depthField(_ units: Units) -> Field {
    let text = "\(units.shortCount(depth))/\(units.shortCount(highestDepth))"
    let isFull = refused > 0 || (capacity > 0 && depth >= capacity)
    return .text(text, isFull ? .alarm : .plain)
  }
}
