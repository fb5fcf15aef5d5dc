import Telemetry

extension Section {
  /// The last things that happened, newest at the bottom.
  static func events(_ frame: TelemetryFrame, glyphs: GlyphSet) -> Section {
    let units = Units(glyphs: glyphs)
    let columns: [Column] = [
      Column(
        heading: .text("EVENTS", .title), alignment: .right, minimum: 8, maximum: 8,
        importance: 90),
      .filling(.text("", .dim), minimum: 10, importance: 100),
    ]
    let entries = frame.events.map { event -> [Field] in
      [
        .text(units.uptime(nanoseconds: event.uptimeNanoseconds), .dim),
        .paragraph(CellText.clean(event.text, for: glyphs), .plain),
      ]
    }
    return Section(
      columns: columns, entries: entries, leftOut: frame.leftOut.events, kept: .last,
      comfortableWidth: .max)
  }
}
