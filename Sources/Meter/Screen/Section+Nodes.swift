import Telemetry

extension Section {
  /// One row for each node: a bar beside the busiest node's, and its share of the period.
  static func nodes(_ frame: TelemetryFrame, glyphs: GlyphSet) -> Section {
    let units = Units(glyphs: glyphs)
    let names = frame.nodes.map { Field.text(CellText.clean($0.name, for: glyphs), .strong) }
    let kinds = frame.nodes.map { Field.text(CellText.clean($0.kind, for: glyphs), .dim) }
    let columns: [Column] = [
      .name(.text("NODES", .title), minimum: 10, maximum: 24, importance: 100, fields: names),
      .name(.text("kind", .dim), minimum: 6, maximum: 24, importance: 50, fields: kinds),
      .filling(
        .caption(["share of the work", "share of work", "work"]), minimum: 8, importance: 70),
      .number("of period", width: 9, importance: 90),
      .number("max", width: 7, importance: 80),
      .number("mean", width: 8, importance: 60),
    ]
    let busiest = frame.nodes.map(\.share).filter { $0.isFinite && $0 > 0 }.max() ?? 1
    let entries = frame.nodes.indices.map { index -> [Field] in
      let node = frame.nodes[index]
      return [
        names[index], kinds[index],
        .load(LoadBar(share: node.share / busiest, judged: node.share)),
        .text(units.part(node.share), LoadBar.style(of: node.share)),
        .text(units.part(node.highestShare), node.highestShare < 1 ? .plain : .alarm),
        .text(units.duration(nanoseconds: node.meanNanoseconds), .plain),
      ]
    }
    return Section(
      columns: columns, entries: entries, leftOut: frame.leftOut.nodes, kept: .first,
      comfortableWidth: 66)
  }
}
