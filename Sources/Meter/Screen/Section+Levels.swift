import Telemetry

extension Section {
  /// One bar for each metered channel, in decibels below full scale.
  static func levels(_ frame: TelemetryFrame, glyphs: GlyphSet) -> Section {
    let units = Units(glyphs: glyphs)
    let names = frame.levels.map { Field.text(CellText.clean($0.name, for: glyphs), .strong) }
    let columns: [Column] = [
      .name(.text("LEVELS", .title), minimum: 10, maximum: 24, importance: 100, fields: names),
      .filling(.scale, minimum: 8, importance: 90),
      .number("dBFS", width: 6, importance: 80),
      .number("hold", width: 6, importance: 70),
    ]
    let entries = frame.levels.indices.map { index -> [Field] in
      let level = frame.levels[index]
      return [
        names[index], .level(LevelBar(peak: level.peak, hold: level.hold)),
        decibelField(level.peak, units: units), decibelField(level.hold, units: units),
      ]
    }
    return Section(
      columns: columns, entries: entries, leftOut: frame.leftOut.levels, kept: .first,
      comfortableWidth: 60)
  }

  /// At full scale and beyond, and for what is no number, the value is an alarm.
  private static func decibelField(_ linear: Float, units: Units) -> Field {
    let decibels = LevelBar.decibels(linear)
    return .text(units.decibels(decibels), decibels < 0 ? .plain : .alarm)
  }
}
