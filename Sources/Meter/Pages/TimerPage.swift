import Telemetry

/// What the timer does next, and how late it and the driver's thread wake.
struct TimerPage {
  let screen: MeterScreen

  private var frame: TelemetryFrame { screen.frame }
  private var glyphs: GlyphSet { screen.glyphs }
  private var units: Units { Units(glyphs: glyphs) }

  func rows(width: Int, height: Int) -> [PageRow] {
    var head = [summary]
    if height >= Self.airy { head.append(StyledLine()) }
    head += Section.durations(
      [("timer", frame.timer.lateness), ("driver's thread", frame.wake)], title: "LATENESS",
      glyphs: glyphs
    ).lines(width: min(width, 76), rows: 2, glyphs: glyphs)
    head.append(StyledLine())
    var rows = head.map { PageRow($0) }
    let room = height - rows.count
    guard !frame.timer.next.isEmpty else {
      return rows + [PageRow(StyledLine("nothing is scheduled", .dim))]
    }
    rows += list.rows(width: width, height: room, glyphs: glyphs)
    return rows
  }

  private static let airy = 14

  private var summary: StyledLine {
    var line = StyledLine("TIMER", .title)
    line.append("  \(units.count(Double(frame.timer.scheduled)))", .strong)
    line.append(" scheduled   ", .dim)
    line.append(units.count(Double(frame.timer.fired)), .strong)
    line.append(" done", .dim)
    return line
  }

  private var list: ListPane {
    let items = frame.timer.next
    let names = items.map { Field.text(CellText.clean($0.name, for: glyphs), .strong) }
    let queues = items.map { Field.text(CellText.clean($0.queue, for: glyphs), .plain) }
    let horizon = horizon
    let columns: [Column] = [
      .name(.text("NEXT", .title), minimum: 10, maximum: 24, importance: 100, fields: names),
      .name(.text("queue", .dim), minimum: 5, maximum: 16, importance: 70, fields: queues),
      .number("in", width: 8, importance: 90),
      .filling(.times(TimeAxis(period: horizon)), minimum: 10, importance: 60),
      .number("every", width: 8, importance: 80),
    ]
    let entries = items.indices.map { index in
      let item = items[index]
      return ListPane.Entry(
        fields: [
          names[index], queues[index], due(item),
          .moment(MomentMark(position: Double(item.dueNanoseconds) / Double(horizon))),
          item.intervalNanoseconds > 0
            ? .text(units.duration(nanoseconds: Double(item.intervalNanoseconds)), .plain)
            : .text("once", .dim),
        ], target: .item(index))
    }
    let selected = min(screen.view.selectedItem, items.count - 1)
    return ListPane(
      columns: columns, entries: entries, selected: selected,
      leftOut: frame.timer.scheduled &- items.count)
  }

  private func due(_ item: ScheduledStatus) -> Field {
    guard item.dueNanoseconds >= 0 else { return .text("due", .caution) }
    return .text(units.duration(nanoseconds: Double(item.dueNanoseconds)), .plain)
  }

  /// A round time that most of what comes next is due in, so that the marks do not crowd.
  private var horizon: Int64 {
    let due = frame.timer.next.map(\.dueNanoseconds).filter { $0 > 0 }.sorted()
    let wanted = due.isEmpty ? 0 : due[due.count * 3 / 4]
    let steps: [Int64] = [
      10_000_000, 20_000_000, 50_000_000, 100_000_000, 200_000_000, 500_000_000, 1_000_000_000,
      2_000_000_000, 5_000_000_000, 10_000_000_000, 30_000_000_000, 60_000_000_000,
    ]
    return steps.first { $0 >= wanted } ?? 3_600_000_000_000
  }
}
