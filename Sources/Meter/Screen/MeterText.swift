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
    MeterScreen(frame, glyphs: glyphs).allLines(width: width).reduce(into: "") { text, line in
      var end = Substring(line.text)
      while end.last == " " { end.removeLast() }
      text += end + "\n"
    }
  }
}
