import Telemetry

/// The time line of a period that went wrong: a lane for each thread.
struct CauseTimeline {
  let cause: CauseStatus

  private static let rowHeight = 26.0
  private static let width = 1040.0

  var markup: Markup? {
    guard !cause.spans.isEmpty else { return nil }
    let title = "Time line of the period: \(lanes.joined(separator: ", "))"
    return plot.picture(
      title, period + laneNames + cause.spans.enumerated().map { bar($1, number: $0) } + ticks)
  }

  /// The lanes in the order they come.
  private var lanes: [String] {
    cause.spans.reduce(into: []) { if !$0.contains($1.lane) { $0.append($1.lane) } }
  }

  private var plot: Plot {
    let names = lanes.map(\.count).max() ?? 0
    return Plot(
      width: Self.width, height: Double(lanes.count) * Self.rowHeight + 42,
      left: min(170, max(60, Double(names) * 7.2 + 18)), right: 40, top: 8, bottom: 34)
  }

  /// From the first begin to the last end, in nanoseconds of the period, with some room.
  private var range: (first: Double, last: Double) {
    let starts = cause.spans.map { Double($0.startNanoseconds) }
    let ends = cause.spans.map { Double(max($0.endNanoseconds, $0.startNanoseconds)) }
    let first = min(0, starts.min() ?? 0)
    let last = max(Double(cause.periodNanoseconds), ends.max() ?? 0, first + 1)
    return (first - (last - first) * 0.015, last + (last - first) * 0.03)
  }

  private func share(_ nanoseconds: Double) -> Double {
    (nanoseconds - range.first) / (range.last - range.first)
  }

  /// What belongs to the period is light, and its end is a line.
  private var period: [Markup] {
    guard cause.periodNanoseconds > 0 else { return [] }
    let (from, to) = (plot.x(share(0)), plot.x(share(Double(cause.periodNanoseconds))))
    return [
      """
      <rect class="period" x="\(at: from)" y="\(at: plot.top)" width="\(at: to - from)" \
      height="\(at: plot.innerHeight)"/><line class="deadline" x1="\(at: to)" x2="\(at: to)" \
      y1="\(at: plot.top)" y2="\(at: plot.base)"/>
      """
    ]
  }

  private var laneNames: [Markup] {
    lanes.enumerated().map { row, lane in
      let y = plot.top + (Double(row) + 0.5) * Self.rowHeight
      return """
        <line class="grid" x1="\(at: plot.left)" x2="\(at: plot.width - plot.right)" \
        y1="\(at: y + Self.rowHeight / 2)" y2="\(at: y + Self.rowHeight / 2)"/>\
        <text class="lane" x="\(at: plot.left - 10)" y="\(at: y + 4)" \
        text-anchor="end">\(String(lane.prefix(22)))</text>
        """
    }
  }

  private func bar(_ span: CauseSpan, number: Int) -> Markup {
    let row = lanes.firstIndex(of: span.lane) ?? 0
    let from = plot.x(share(Double(span.startNanoseconds)))
    let to = plot.x(share(Double(max(span.endNanoseconds, span.startNanoseconds))))
    let width = max(2, to - from)
    let y = plot.top + Double(row) * Self.rowHeight + 4
    let isLate = cause.periodNanoseconds > 0 && span.endNanoseconds > cause.periodNanoseconds
    let length = Figures.duration(Double(span.endNanoseconds) - Double(span.startNanoseconds))
    let tip =
      "\(span.lane): \(span.name), \(length), from \(Figures.duration(span.startNanoseconds)) "
      + "to \(Figures.duration(span.endNanoseconds))"
    let label = String(span.name.prefix(Int(max(0, width - 10) / 6.6)))
    let text: Markup =
      label.count >= min(3, span.name.count) && !label.isEmpty
      ? "<text class=\"span-name\" x=\"\(at: from + 5)\" y=\"\(at: y + 13)\">\(label)</text>" : ""
    return """
      <g data-tip="\(tip)"><title>\(tip)</title><rect class="span tone\(row % 4)\
      \(isLate ? " late" : "")" x="\(at: from)" y="\(at: y)" width="\(at: width)" \
      height="\(at: Self.rowHeight - 8)" rx="3"/>\(text)</g>
      """
  }

  /// The begin, the middle and the end of the period, as far as there is room for them.
  private var ticks: [Markup] {
    let period = Double(cause.periodNanoseconds)
    guard period > 0 else { return plot.ticks([(share(0), "0")]) }
    let end = (share(period), "end, \(Figures.duration(period))")
    let others = [(share(0), "0"), (share(period / 2), Figures.duration(period / 2))]
    return plot.ticks(others.filter { end.0 - $0.0 > 0.12 } + [end])
  }
}
