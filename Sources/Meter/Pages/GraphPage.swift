import Telemetry

/// The nodes in order of cost, and how each stands.
struct GraphPage {
  let screen: MeterScreen

  private var frame: TelemetryFrame { screen.frame }
  private var glyphs: GlyphSet { screen.glyphs }
  private var units: Units { Units(glyphs: glyphs) }

  func rows(width: Int, height: Int) -> [PageRow] {
    let order = GraphOrder(frame)
    guard !order.nodes.isEmpty else { return [PageRow(StyledLine("no nodes yet", .dim))] }
    let selected = screen.view.selectedNode.flatMap { order.index(of: $0) }
    var head = [summary(width: width), path(width: width)]
    if height >= Self.airy { head.append(StyledLine()) }
    var rows = head.map { PageRow($0) }
    let trouble = trouble(width: width)
    let room = height - rows.count - (trouble == nil ? 0 : 2)
    rows += list(order, selected).rows(width: width, height: room, glyphs: glyphs)
    if let trouble { rows += [PageRow(), PageRow(trouble)] }
    return rows
  }

  private static let airy = 14

  private func summary(width: Int) -> StyledLine {
    var line = StyledLine("GRAPH", .title)
    line.append("  \(frame.nodes.count + max(0, min(frame.leftOut.nodes, 1 << 20))) nodes", .plain)
    if frame.graph.threads > 0 {
      line.append(" on \(frame.graph.threads) thread\(frame.graph.threads == 1 ? "" : "s")", .plain)
    }
    if frame.graph.items > 0 { line.append(" in \(frame.graph.items) items", .plain) }
    return HeaderLines.spread(line, legend, width: width, glyphs: glyphs)
  }

  private var legend: StyledLine {
    let (middle, high, most, _) = glyphs.range
    let mark = most.trimmed
    return StyledLine("\(middle)\(middle) p50  \(high)\(high) p99  \(mark) max", .dim)
  }

  /// The chain of nodes that decides when the period is done.
  private func path(width: Int) -> StyledLine {
    let critical = frame.nodes.filter(\.isCritical)
    guard !critical.isEmpty else {
      return StyledLine("no critical path: the nodes run one after the other", .dim)
    }
    let share = critical.reduce(0) { $0 + ($1.p50Share.isFinite ? max(0, $1.p50Share) : 0) }
    var line = StyledLine("\(glyphs.critical) critical path ", .good)
    line.append(units.part(share), .strong)
    line.append("  ")
    for (index, node) in critical.enumerated() {
      if index > 0 { line.append(" \(glyphs.arrow) ", .faint) }
      line.append(CellText.clean(node.name, for: glyphs), .dim)
      if line.cells > width { break }
    }
    return line.fitted(to: width, glyphs: glyphs)
  }

  private func list(_ order: GraphOrder, _ selected: Int?) -> ListPane {
    let names = order.nodes.map { Field.text(CellText.clean($0.name, for: glyphs), .strong) }
    let kinds = order.nodes.map { Field.text(CellText.clean($0.kind, for: glyphs), .dim) }
    let standings = order.nodes.map { standing(of: $0) }
    let top = top(order)
    let span = "0 to \(units.percent(top, digits: top < 0.01 ? 1 : 0))"
    let columns: [Column] = [
      .name(.text("NODE", .title), minimum: 10, maximum: 22, importance: 100, fields: names),
      .name(.text(" ", .dim), minimum: 1, maximum: 1, importance: 85, fields: []),
      .name(.text("kind", .dim), minimum: 6, maximum: 24, importance: 20, fields: kinds),
      .filling(
        .caption(["\(span) of the period", span]),
        minimum: 18,
        importance: 70),
      .number("p50", width: 7, importance: 80), .number("p99", width: 7, importance: 75),
      .number("max", width: 7, importance: 60), .number("mean", width: 8, importance: 10),
      .number("late", width: 5, importance: 50),
      .name(
        .text("", .dim), minimum: min(max(9, standings.map(\.naturalWidth).max() ?? 0), 18),
        maximum: 30, importance: 65, fields: standings),
    ]
    let entries = order.nodes.indices.map { index in
      let node = order.nodes[index]
      return ListPane.Entry(
        fields: [
          names[index], .text(node.isCritical ? glyphs.critical : " ", .good), kinds[index],
          .range(
            RangeBar(
              middle: node.p50Share, high: node.p99Share, most: node.highestShare, top: top)),
          part(node.p50Share), part(node.p99Share), part(node.highestShare),
          .text(units.duration(nanoseconds: node.meanNanoseconds), .dim),
          .text(units.shortCount(Int(clamping: node.late)), node.late > 0 ? .alarm : .dim),
          standings[index],
        ], target: .node(node.name))
    }
    return ListPane(
      columns: columns, entries: entries, selected: selected, leftOut: frame.leftOut.nodes)
  }

  /// The smallest round share of the period that nearly all nodes nearly always stay below.
  private func top(_ order: GraphOrder) -> Double {
    let shares = order.nodes.map { max($0.p99Share, $0.p50Share) }
    let highest = shares.filter(\.isFinite).max() ?? 0
    return [0.002, 0.005, 0.01, 0.02].first { highest <= $0 } ?? HistoryGraph.top(of: shares)
  }

  private func part(_ share: Double) -> Field {
    .text(units.part(share), share < LoadBar.cautionShare ? .plain : LoadBar.style(of: share))
  }

  /// How a node stands apart from others, what is wrong first.
  private func standing(of node: NodeStatus) -> Field {
    var words: [String] = []
    if node.isLate { words.append("late") }
    if node.isMuted { words.append("muted") }
    if node.isBypassed { words.append("bypassed") }
    if node.isSandboxed { words.append("sandboxed") }
    let style: Style = node.isLate ? .alarm : node.isMuted || node.isBypassed ? .caution : .dim
    return .text(words.joined(separator: " "), style)
  }

  /// What is wrong with the node that is selected.
  private func trouble(width: Int) -> StyledLine? {
    let found = frame.troubles.first { $0.node == screen.view.selectedNode }
    return found.map {
      StyledLine(CellText.clean("\($0.node): \($0.text)", for: glyphs), .alarm)
    }
  }
}

extension String {
  /// Without the spaces around it.
  fileprivate var trimmed: String { filter { $0 != " " } }
}
