import Telemetry

extension Section {
  /// One row for each node that is not heard as it should be: why, in words.
  static func troubles(_ frame: TelemetryFrame, glyphs: GlyphSet) -> Section {
    let names = frame.troubles.map { Field.text(CellText.clean($0.node, for: glyphs), .strong) }
    let columns: [Column] = [
      .name(.text("TROUBLE", .title), minimum: 10, maximum: 24, importance: 100, fields: names),
      .filling(.text("", .dim), minimum: 10, importance: 90),
    ]
    let entries = frame.troubles.indices.map { index -> [Field] in
      [names[index], .text(CellText.clean(frame.troubles[index].text, for: glyphs), .alarm)]
    }
    return Section(
      columns: columns, entries: entries, leftOut: frame.leftOut.troubles, kept: .first,
      comfortableWidth: .max)
  }
}
