import Glibc
import Telemetry

extension Section {
  /// What is played as it is heard, and each meter node, by EBU R 128.
  static func loudness(_ frame: TelemetryFrame, glyphs: GlyphSet) -> Section {
    let units = Units(glyphs: glyphs)
    let meters = [frame.loudness].compactMap { $0 } + frame.meters
    let names = meters.enumerated().map { index, meter in
      let isPlayed = index == 0 && frame.loudness != nil
      let name = isPlayed && meter.name.isEmpty ? "playback" : meter.name
      return Field.text(CellText.clean(name, for: glyphs), .strong)
    }
    let columns: [Column] = [
      .name(.text("LOUDNESS", .title), minimum: 10, maximum: 24, importance: 100, fields: names),
      .filling(.caption(["LUFS, the last 0.4 s", "LUFS"]), minimum: 8, importance: 60),
      .number("0.4 s", width: 6, importance: 90),
      .number("3 s", width: 6, importance: 80),
      .number("all", width: 6, importance: 85),
      .number("range", width: 6, importance: 50),
      .number("dBTP", width: 6, importance: 70),
    ]
    let entries = meters.indices.map { index -> [Field] in
      let meter = meters[index]
      let truePeak = 20 * log10(meter.truePeak)
      return [
        names[index],
        .level(LevelBar(peak: linear(meter.momentary), hold: linear(meter.shortTerm))),
        lufs(meter.momentary, units), lufs(meter.shortTerm, units), lufs(meter.integrated, units),
        .text(meter.range.isFinite ? Units.decimal(abs(meter.range), digits: 1) : "?", .plain),
        .text(units.decibels(truePeak), truePeak < 0 ? .plain : .alarm),
      ]
    }
    return Section(
      columns: columns, entries: entries, leftOut: 0, kept: .first, comfortableWidth: 70)
  }

  /// Below the threshold of measuring there is no figure.
  private static func lufs(_ loudness: Double?, _ units: Units) -> Field {
    guard let loudness else { return .text("-", .dim) }
    return .text(units.decibels(loudness), .plain)
  }

  private static func linear(_ loudness: Double?) -> Float {
    Float(pow(10, (loudness ?? -.infinity) / 20))
  }
}
