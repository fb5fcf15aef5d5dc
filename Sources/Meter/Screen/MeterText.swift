public import Telemetry

/// A frame as plain text, for a print-out.
public enum MeterText {
  /// Renders all of a frame as lines of at most `width` cells, ending in a line feed.
  ///
  /// - Parameters:
  ///   - frame: What to show.
  ///   - width: Cells of a line; not less than 40.
  ///   - glyphs: The characters that may be used.
  /// - Returns: The text.
  /// - Thread: any.
  public static func render(
    _ frame: TelemetryFrame, width: Int = 80, glyphs: GlyphSet = .full
  ) -> String {
    let inner = max(width, MeterScreen.minimumSize.columns) - 2
    var lines = HeaderLines(frame: frame, glyphs: glyphs).lines(width: inner)
    lines += LoadLines(load: frame.load, glyphs: glyphs).lines(width: inner, graphRows: 0)
    lines += SectionStack(sections(frame, glyphs), glyphs: glyphs).allLines(width: inner)
    return lines.reduce(into: "") { text, line in
      var end = Substring(" " + line.text)
      while end.last == " " { end.removeLast() }
      text += end + "\n"
    }
  }

  private static func sections(
    _ frame: TelemetryFrame, _ glyphs: GlyphSet
  ) -> [(section: Section, weight: Int)] {
    [
      Section.troubles(frame, glyphs: glyphs), .queues(frame, glyphs: glyphs),
      .threads(frame, glyphs: glyphs), .levels(frame, glyphs: glyphs),
      .loudness(frame, glyphs: glyphs), .nodes(frame, glyphs: glyphs),
      .causes(frame, glyphs: glyphs), .events(frame, glyphs: glyphs),
    ].map { ($0, 1) }
  }
}
