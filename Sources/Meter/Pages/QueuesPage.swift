import Telemetry

/// The work queues, one of them in detail, and what its workers did in the last period.
struct QueuesPage {
  let screen: MeterScreen

  private var frame: TelemetryFrame { screen.frame }
  private var glyphs: GlyphSet { screen.glyphs }

  func rows(width: Int, height: Int) -> [PageRow] {
    let selected = frame.queues.firstIndex { $0.name == screen.view.selectedQueue } ?? 0
    let queue = frame.queues.isEmpty ? nil : frame.queues[selected]
    var rows =
      queue.map { head($0, selected, width: width, height: height) }
      ?? [PageRow(StyledLine("no queues yet", .dim))]
    let rest = height - rows.count - 1
    guard rest > 1, !frame.workers.isEmpty else { return rows }
    rows.append(PageRow())
    return rows
      + WorkerLanes(frame: frame, queue: queue?.name ?? "", glyphs: glyphs)
      .rows(width: width, height: rest)
  }

  /// The queues, and one of them in detail.
  private func head(
    _ queue: QueueStatus, _ selected: Int, width: Int, height: Int
  ) -> [PageRow] {
    let detail = QueueDetail(queue: queue, glyphs: glyphs).lines(width: width)
    // The detail and a few lanes have their room before a long list has it.
    let lanes = min(frame.workers.count, 4) + 2
    let wanted = frame.queues.count + 1
    let room = height - detail.count - 1 - lanes
    let listHeight = min(wanted, room < 4 ? height : room)
    return list(selected).rows(width: width, height: listHeight, glyphs: glyphs) + [PageRow()]
      + detail.map { PageRow($0) }
  }

  private func list(_ selected: Int) -> ListPane {
    let section = Section.queues(frame, glyphs: glyphs)
    let entries = zip(frame.queues, section.entries).map {
      ListPane.Entry(fields: $1, target: .queue($0.name))
    }
    return ListPane(
      columns: section.columns, entries: entries, selected: selected,
      leftOut: frame.leftOut.queues)
  }
}
