import Telemetry

extension Section {
  /// Durations by their percentiles.
  static func durations(
    _ durations: [(name: String, DurationStatus)], title: String, glyphs: GlyphSet
  ) -> Section {
    let names = durations.map { Field.text($0.name, .plain) }
    let columns: [Column] = [
      .name(.text(title, .title), minimum: 4, maximum: 20, importance: 100, fields: names),
      .number("p50", width: 8, importance: 60), .number("p99", width: 8, importance: 90),
      .number("p99.9", width: 8, importance: 70), .number("max", width: 8, importance: 80),
    ]
    let units = Units(glyphs: glyphs)
    let entries = durations.indices.map { index -> [Field] in
      let status = durations[index].1
      let figures = [
        status.p50Nanoseconds, status.p99Nanoseconds, status.p999Nanoseconds,
        status.maximumNanoseconds,
      ]
      return [names[index]]
        + figures.map { figure in
          status.count == 0
            ? .text("-", .dim) : .text(units.duration(nanoseconds: Double(figure)), .plain)
        }
    }
    return Section(
      columns: columns, entries: entries, leftOut: 0, kept: .first, comfortableWidth: .max)
  }
}
