public import Telemetry

/// The tables of a frame without the meter's header and footer, for a screen that shows more.
///
/// Pure, like `MeterScreen`. Thread: any.
public struct MeterPanel: Sendable {
  private let stack: SectionStack

  /// Prepares a frame for drawing with the characters of `glyphs`.
  public init(_ frame: TelemetryFrame, glyphs: GlyphSet) {
    stack = SectionStack(
      [
        (Section.troubles(frame, glyphs: glyphs), 12),
        (Section.queues(frame, glyphs: glyphs), 6),
        (Section.nodes(frame, glyphs: glyphs), 4),
        (Section.threads(frame, glyphs: glyphs), 1),
      ], glyphs: glyphs)
  }

  /// At most `rows` lines, each exactly `width` cells wide; what matters least gives way.
  public func lines(width: Int, rows: Int) -> [StyledLine] {
    guard rows > 0 else { return [] }
    var stack = stack
    return stack.lines(width: width, rows: rows).prefix(rows).map {
      $0.fitted(to: width, glyphs: stack.glyphs)
    }
  }
}
