import Telemetry

/// What is to be drawn: the last frame, what was posted since the start, and a notice.
struct MeterDrawing {
  let keys: [MeterKey]
  let glyphs: GlyphSet
  private var frame = TelemetryFrame()
  private var posted: [EventStatus] = []
  private var notice: String?

  /// How often the same frame came again.
  private var repeats = 0

  private static let postedMaximum = 100
  /// Two seconds.
  private static let repeatsUntilNotice = 60

  init(keys: [MeterKey], glyphs: GlyphSet) {
    self.keys = keys
    self.glyphs = glyphs
  }

  /// Takes over what there is to show; returns why the meter is to end.
  mutating func take(_ update: MeterUpdate, posted lines: [String]) -> MeterEnding? {
    switch update {
    case .frame(let frame):
      repeats = frame.uptimeNanoseconds == self.frame.uptimeNanoseconds ? repeats + 1 : 0
      notice = repeats < Self.repeatsUntilNotice ? nil : "nothing new from the host; is it stopped?"
      self.frame = frame
    case .notice(let text): notice = text
    case .end(let ending): return ending
    }
    let uptime = frame.uptimeNanoseconds
    posted += lines.map { EventStatus(uptimeNanoseconds: uptime, text: $0) }
    posted.removeFirst(max(0, posted.count - Self.postedMaximum))
    return nil
  }

  func lines(size: MeterSize) -> [StyledLine] {
    var shown = frame
    // Sorting keeps the order of those with the same time.
    shown.events = (frame.events + posted).sorted { $0.uptimeNanoseconds < $1.uptimeNanoseconds }
    return MeterScreen(shown, keys: keys, glyphs: glyphs, notice: notice).lines(size: size)
  }
}
