import Telemetry

extension Section {
  /// One row for each node, with its share of the period.
  static func nodes(_ frame: TelemetryFrame, glyphs: GlyphSet) -> Section {
    let units = Units(glyphs: glyphs)
    let names = frame.nodes.map { Field.text(CellText.clean($0.name, for: glyphs), .strong) }
    let kinds = frame.nodes.map { Field.text(CellText.clean($0.kind, for: glyphs), .dim) }
    let columns: [Column] = [
      .name(.text("NODES", .title), minimum: 10, maximum: 24, importance: 100, fields: names),
      .name(.text("kind", .dim), minimum: 6, maximum: 24, importance: 50, fields: kinds),
      .filling(.text("share of the period", .dim), minimum: 8, importance: 70),
      .number("now", width: 7, importance: 90),
      .number("max", width: 7, importance: 80),
      .number("mean", width: 8, importance: 60),
    ]
    let entries = frame.nodes.indices.map { index -> [Field] in
      let node = frame.nodes[index]
      return [
        names[index], kinds[index], .load(LoadBar(share: node.share)),
        .text(units.percent(node.share, digits: 1), LoadBar.style(of: node.share)),
        .text(
          units.percent(node.highestShare, digits: 1), node.highestShare < 1 ? .plain : .alarm),
        .text(units.duration(nanoseconds: node.meanNanoseconds), .plain),
      ]
    }
    return Section(
      columns: columns, entries: entries, leftOut: frame.leftOut.nodes, kept: .first,
      comfortableWidth: 66)
  }
}
