import Telemetry

/// One cause: its sentence, and what each thread did in that period and when.
struct CauseTimeLine {
  let cause: CauseStatus
  let glyphs: GlyphSet

  func lines(width: Int) -> [StyledLine] {
    [title] + sentence(width: width) + [StyledLine()] + lanes(width: width)
  }

  private var title: StyledLine {
    let effect = CellText.clean(cause.effect, for: glyphs)
    var line = StyledLine("\(effect) at ", .dim)
    line.append(
      Units(glyphs: glyphs).uptime(nanoseconds: cause.uptimeNanoseconds), .dim)
    line.append("  \(CellText.clean(cause.kindInWords, for: glyphs))", .title)
    return line
  }

  /// In as many lines as it takes.
  private func sentence(width: Int) -> [StyledLine] {
    var lines: [StyledLine] = []
    var rest = CellText.clean(cause.sentence, for: glyphs)
    while let (first, second) = CellText.broken(rest, cells: width), lines.count < 5 {
      lines.append(StyledLine(first, .strong))
      rest = second
    }
    return lines + [StyledLine(rest, .strong)]
  }

  /// The scale and a lane for each thread and the device, in the order in which they appear.
  private func lanes(width: Int) -> [StyledLine] {
    var names: [String] = []
    for span in cause.spans where !names.contains(span.lane) { names.append(span.lane) }
    guard !names.isEmpty else { return [] }
    let fields = names.map { Field.text(CellText.clean($0, for: glyphs), .strong) }
    let axis = TimeAxis(
      period: cause.periodNanoseconds,
      covering: cause.spans.flatMap { [$0.startNanoseconds, $0.endNanoseconds] })
    let columns: [Column] = [
      .name(.text("PERIOD", .title), minimum: 8, maximum: 18, importance: 90, fields: fields),
      .filling(.times(axis), minimum: 10, importance: 100),
    ]
    let entries = names.indices.map { index -> [Field] in
      let spans = cause.spans.filter { $0.lane == names[index] }.map {
        LaneBar.Span(name: $0.name, start: $0.startNanoseconds, end: $0.endNanoseconds)
      }
      return [fields[index], .lane(LaneBar(spans: spans, axis: axis))]
    }
    return Section(
      columns: columns, entries: entries, leftOut: 0, kept: .first, comfortableWidth: .max
    ).lines(width: width, rows: entries.count, glyphs: glyphs) + legend(width: width)
  }

  private func legend(width: Int) -> [StyledLine] {
    var line = StyledLine("\(glyphs.lane.deadline) ", .caution)
    let period = Units(glyphs: glyphs).duration(nanoseconds: Double(cause.periodNanoseconds))
    line.append("the deadline, \(period) after the period began", .dim)
    line.append("   \(glyphs.lane.full)\(glyphs.lane.full)", .alarm)
    line.append(" beyond it", .dim)
    return [StyledLine(), line]
  }
}
