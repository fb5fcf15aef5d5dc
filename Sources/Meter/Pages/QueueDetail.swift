import Telemetry

/// All figures of a queue: how much waits at each priority, how long items wait and run.
struct QueueDetail {
  let queue: QueueStatus
  let glyphs: GlyphSet

  private var units: Units { Units(glyphs: glyphs) }

  func lines(width: Int) -> [StyledLine] {
    let sideBySide = width >= 76
    let timesWidth = sideBySide ? min(width - 34, 44) : width
    let times = times(width: timesWidth)
    let depths = depths(width: sideBySide ? min(width - timesWidth - 3, 60) : width)
    guard sideBySide else { return [counts] + times + depths }
    return [counts]
      + zip(times, depths).map {
        $0.fitted(to: timesWidth + 3, glyphs: glyphs).appending($1)
      }
  }

  private var counts: StyledLine {
    var line = StyledLine(CellText.clean(queue.name, for: glyphs), .title)
    if !queue.kind.isEmpty { line.append("  \(CellText.clean(queue.kind, for: glyphs))", .dim) }
    append("missed", queue.missedDeadlines, isBad: true, to: &line)
    append("refused", queue.refused, isBad: true, to: &line)
    append("wakes saved", queue.savedWakes, isBad: false, to: &line)
    return line
  }

  private func append(_ name: String, _ count: UInt64, isBad: Bool, to line: inout StyledLine) {
    line.append("   \(name) ", .dim)
    line.append(units.count(Double(count)), isBad && count > 0 ? .alarm : .plain)
  }

  /// A table of three rows below its heading.
  private func times(width: Int) -> [StyledLine] {
    Section.durations([("wait", queue.wait), ("run", queue.run)], title: "", glyphs: glyphs)
      .lines(width: width, rows: 3, glyphs: glyphs)
  }

  private func depths(width: Int) -> [StyledLine] {
    let columns: [Column] = [
      .name(.text("priority", .dim), minimum: 8, maximum: 8, importance: 100, fields: []),
      .filling(.text("depth", .dim), minimum: 6, importance: 70),
      .number("now", width: 4, importance: 90), .number("high", width: 5, importance: 80),
    ]
    let most = max(1, queue.highestDepths.max() ?? 1)
    let entries = [2, 1, 0].map { index -> [Field] in
      let now = queue.depths.element(index)
      let highest = queue.highestDepths.element(index)
      return [
        .text(["-1", "0", "1"][index], .plain),
        .load(LoadBar(share: Double(now) / Double(most), judged: 0)),
        .text(units.shortCount(now), .plain), .text(units.shortCount(highest), .dim),
      ]
    }
    return Section(
      columns: columns, entries: entries, leftOut: 0, kept: .first, comfortableWidth: .max
    ).lines(width: width, rows: 3, glyphs: glyphs)
  }
}

extension [Int] {
  /// 0 for what a frame of an older version has not.
  fileprivate func element(_ index: Int) -> Int { indices.contains(index) ? self[index] : 0 }
}
