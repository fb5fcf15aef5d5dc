/// The place of a drawing's data in its picture.
struct Plot {
  var width: Double
  var height: Double
  var left = 52.0
  var right = 12.0
  var top = 14.0
  var bottom = 26.0

  var innerWidth: Double { width - left - right }
  var innerHeight: Double { height - top - bottom }
  var base: Double { height - bottom }

  /// Where a share of the width is.
  func x(_ share: Double) -> Double { left + innerWidth * min(max(share, 0), 1) }

  /// Where a share of the height is, from below.
  func y(_ share: Double) -> Double { base - innerHeight * min(max(share, 0), 1) }

  /// The picture, with what it shows for those who do not see it.
  func picture(_ title: String, _ content: [Markup]) -> Markup {
    """
    <svg class="plot" viewBox="0 0 \(at: width) \(at: height)" role="img" aria-label="\(title)">\
    <title>\(title)</title>\(content)</svg>
    """
  }

  /// Lines across with what they stand for, at shares of the height.
  func grid(_ lines: [(share: Double, label: String)]) -> [Markup] {
    lines.map { line in
      """
      <line class="grid" x1="\(at: left)" x2="\(at: width - right)" y1="\(at: y(line.share))" \
      y2="\(at: y(line.share))"/><text class="axis" x="\(at: left - 8)" \
      y="\(at: y(line.share) + 4)" text-anchor="end">\(line.label)</text>
      """
    }
  }

  /// Labels below, at shares of the width.
  func ticks(_ ticks: [(share: Double, label: String)]) -> [Markup] {
    ticks.map { tick in
      """
      <line class="tick" x1="\(at: x(tick.share))" x2="\(at: x(tick.share))" y1="\(at: base)" \
      y2="\(at: base + 4)"/><text class="axis" x="\(at: x(tick.share))" \
      y="\(at: base + 17)" text-anchor="middle">\(tick.label)</text>
      """
    }
  }
}

/// A line through values in equal distances, with gaps where there are none.
struct Strand {
  private(set) var line = ""
  private(set) var area = ""

  /// `values` are shares of the height.
  init(_ values: [Double?], in plot: Plot) {
    var run: [(Double, Double)] = []
    for (index, value) in values.enumerated() {
      if let value {
        run.append((plot.x((Double(index) + 0.5) / Double(values.count)), plot.y(value)))
      } else {
        add(run, base: plot.base)
        run = []
      }
    }
    add(run, base: plot.base)
  }

  private mutating func add(_ run: [(Double, Double)], base: Double) {
    guard let first = run.first, let last = run.last else { return }
    let points = run.map { place($0.0, $0.1) }.joined(separator: "L")
    // A moment alone is as wide as a dot.
    let end = run.count == 1 ? "h1" : ""
    line += "M\(points)\(end)"
    area +=
      "M\(place(first.0, base))L\(points)\(end)"
      + "L\(place(last.0 + (run.count == 1 ? 1 : 0), base))Z"
  }

  private func place(_ x: Double, _ y: Double) -> String {
    let text: Markup = "\(at: x) \(at: y)"
    return text.text
  }
}
