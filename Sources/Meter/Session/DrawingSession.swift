import Glibc

/// Lines of any kind on the terminal, drawn as the meter's are.
///
/// `run` always gives the terminal back as it was.
public enum DrawingSession {
  /// Draws what `lines` gives, about thirty times a second, until it gives nil or a key or a signal
  /// ends it.
  ///
  /// - Parameters:
  ///   - lines: As many lines as there are rows, each as wide as the terminal; nil for the end.
  ///   - onKey: Told each character that is typed; Enter is a line feed.
  /// - Returns: What ended it.
  /// - Throws: `MeterError` when there is no terminal to draw on.
  /// - Thread: control; the one that calls draws, and calls `lines` and `onKey`.
  public static func run(
    lines: (MeterSize, GlyphSet) -> [StyledLine]?, onKey: (Character) -> MeterKeyResponse
  ) throws(MeterError) -> MeterEnding {
    var terminal = try Terminal(MeterOptions())
    let watch = SignalWatch([SIGINT, SIGTERM, SIGHUP, SIGQUIT])
    while true {
      if let signal = watch.signal { return .signal(signal) }
      guard let drawing = lines(terminal.currentSize(), terminal.glyphs) else { return .stopped }
      terminal.draw(drawing)
      guard terminal.waitForInput(nanoseconds: drawingPeriod) else { return .terminalGone }
      for key in terminal.nextInputs().compactMap(\.typed) where onKey(key) == .leave {
        return .key(key)
      }
    }
  }

  private static let drawingPeriod: Int64 = 33_000_000
}

extension MeterInput {
  /// What it would be in a text; nil for what moves and points.
  fileprivate var typed: Character? {
    switch self {
    case .character(let character): character
    case .enter: "\n"
    default: nil
    }
  }
}
