import Telemetry

extension Section {
  /// Why periods went wrong, newest at the bottom.
  static func causes(_ frame: TelemetryFrame, glyphs: GlyphSet) -> Section {
    let units = Units(glyphs: glyphs)
    let columns: [Column] = [
      Column(
        heading: .text("CAUSES", .title), alignment: .right, minimum: 8, maximum: 8,
        importance: 90),
      .name(.text("", .dim), minimum: 5, maximum: 5, importance: 80, fields: []),
      .filling(.text("", .dim), minimum: 10, importance: 100),
    ]
    let entries = frame.causes.map { cause -> [Field] in
      [
        .text(units.uptime(nanoseconds: cause.uptimeNanoseconds), .dim),
        .text(CellText.clean(cause.effect, for: glyphs), .alarm),
        .paragraph(CellText.clean(cause.sentence, for: glyphs), .plain),
      ]
    }
    return Section(
      columns: columns, entries: entries, leftOut: 0, kept: .last, comfortableWidth: .max)
  }
}
