import Telemetry

/// What each node costs of a period, the dearest first.
struct NodeChart {
  /// Nodes drawn at most.
  static let most = 64

  let nodes: [NodeStatus]

  private static let rowHeight = 26.0

  var markup: Markup {
    let shown = nodes.sorted { ($1.p99Share, $0.name) < ($0.p99Share, $1.name) }.prefix(Self.most)
    let plot = Plot(
      width: 1080, height: Double(shown.count) * Self.rowHeight + 34, left: 190, right: 250,
      top: 4, bottom: 26)
    let top = Self.top(shown)
    let rows = shown.enumerated().map { row($1, at: Double($0), top: top, in: plot) }
    return plot.picture(
      "Cost of each node as a share of the period", plot.ticks(Self.ticks(top)) + rows)
  }

  /// What the whole width stands for.
  private static func top(_ nodes: ArraySlice<NodeStatus>) -> Double {
    let highest = nodes.map(\.highestShare).filter(\.isFinite).max() ?? 0
    let steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 1.5, 2, 3, 5]
    return steps.first { $0 >= highest } ?? max(10, min(highest, 1e6))
  }

  private static func ticks(_ top: Double) -> [(share: Double, label: String)] {
    [(0, "0"), (0.5, Figures.percent(top / 2)), (1, Figures.percent(top))]
  }

  private func row(_ node: NodeStatus, at row: Double, top: Double, in plot: Plot) -> Markup {
    let y = plot.top + row * Self.rowHeight
    let figures =
      "\(Figures.percent(node.p50Share)) · \(Figures.percent(node.p99Share)) · "
      + Figures.percent(node.highestShare)
    let tip = "\(node.name) (\(node.kind)): p50 · p99 · max \(figures)" + Self.words(node)
    let name = node.name.count > 24 ? node.name.prefix(23) + "…" : node.name[...]
    func x(_ share: Double) -> Double { plot.x(share.isFinite ? share / top : 1) }
    return """
      <g data-tip="\(tip)"><title>\(tip)</title><rect class="row" x="0" y="\(at: y)" \
      width="\(at: plot.width)" height="\(at: Self.rowHeight)"/><text \
      class="node\(node.isCritical ? " critical" : "")" x="\(at: plot.left - 10)" \
      y="\(at: y + 17)" text-anchor="end">\(String(name))</text>\
      <rect class="p99" x="\(at: plot.left)" y="\(at: y + 6)" \
      width="\(at: x(node.p99Share) - plot.left)" height="14" rx="2"/>\
      <rect class="p50" x="\(at: plot.left)" y="\(at: y + 6)" \
      width="\(at: x(node.p50Share) - plot.left)" height="14" rx="2"/>\
      <line class="max" x1="\(at: x(node.highestShare))" x2="\(at: x(node.highestShare))" \
      y1="\(at: y + 4)" y2="\(at: y + 22)"/>\
      <text class="axis" x="\(at: plot.width - plot.right + 14)" y="\(at: y + 17)">\(figures)</text>\
      </g>
      """
  }

  private static func words(_ node: NodeStatus) -> String {
    var words: [String] = []
    if node.isCritical { words.append("on the longest way") }
    if node.isSandboxed { words.append("in a process of its own") }
    if node.isBypassed { words.append("bypassed") }
    if node.isMuted { words.append("muted") }
    if node.late > 0 { words.append("late in \(Figures.count(node.late, "period"))") }
    if node.lostFrames > 0 { words.append("\(Figures.count(node.lostFrames)) frames lost") }
    return words.map { ", " + $0 }.joined()
  }
}
