import Glibc
import Synchronization
public import Telemetry

/// The meter on the terminal, from its first line to its last.
///
/// `run` draws until something ends it and always gives the terminal back as it was. The other
/// functions may be called from any thread meanwhile.
public final class MeterSession: Sendable {
  private let keys: [MeterKey]
  private let isStopped = Atomic<Bool>(false)
  private let posted = Mutex<[String]>([])

  /// Prepares a meter that offers these keys in its footer.
  public init(keys: [MeterKey] = [MeterKey("q", "quit")]) {
    self.keys = keys
  }

  /// Makes `run` return, within some thirty milliseconds.
  ///
  /// - Thread: any.
  public func stop() { isStopped.store(true, ordering: .releasing) }

  /// Shows a line among the events.
  ///
  /// - Thread: any.
  public func post(_ text: String) {
    posted.withLock { $0.append(text) }
  }

  /// Shows what `source` gives, about thirty times a second, until something ends it.
  ///
  /// - Parameters:
  ///   - signals: Who answers SIGINT, SIGTERM, SIGHUP and SIGQUIT.
  ///   - source: Asked for something to show before each drawing.
  ///   - onKey: Told each key that is pressed, whether the footer offers it or not.
  /// - Returns: What ended it.
  /// - Throws: `MeterError` when there is no terminal to draw on, or what `source` threw.
  /// - Thread: control; the one that calls draws, and calls `source` and `onKey`.
  public func run(
    signals: MeterSignals = .leftToCaller,
    source: () throws(TelemetryError) -> MeterUpdate,
    onKey: (Character) -> MeterKeyResponse
  ) throws(MeterError) -> MeterEnding {
    let terminal = try Terminal()
    let watch = SignalWatch(signals == .watched ? [SIGINT, SIGTERM, SIGHUP, SIGQUIT] : [])
    var drawing = MeterDrawing(keys: keys, glyphs: terminal.glyphs)
    var next = Self.now()
    while !isStopped.load(ordering: .acquiring) {
      if let signal = watch.signal { return .signal(signal) }
      if let ending = try drawing.take(update(from: source), posted: takePosted()) { return ending }
      terminal.draw(drawing.lines(size: terminal.currentSize()))
      next = max(next + Self.drawingPeriod, Self.now())
      if let ending = answerKeys(terminal, until: next, onKey) { return ending }
    }
    return .stopped
  }

  private static let drawingPeriod: Int64 = 33_000_000
}

/// Who answers the signals that end a program while the meter is shown.
public enum MeterSignals: Sendable {
  /// The caller, who then calls `stop()`.
  case leftToCaller
  /// The meter: it ends with `MeterEnding.signal`.
  case watched
}

extension MeterSession {
  /// Shows a host that runs in another process until it ends, or `q` or a signal ends the meter.
  ///
  /// - Thread: control.
  public func run(attachedTo reader: TelemetryReader) throws(MeterError) -> MeterEnding {
    try run(signals: .watched) { () throws(TelemetryError) in
      try reader.nextMeterUpdate()
    } onKey: { key in
      key == "q" ? .leave : .proceed
    }
  }

  private func update(
    from source: () throws(TelemetryError) -> MeterUpdate
  ) throws(MeterError) -> MeterUpdate {
    do {
      return try source()
    } catch {
      throw .telemetry(error)
    }
  }

  private func takePosted() -> [String] {
    posted.withLock { posted in
      defer { posted = [] }
      return posted
    }
  }

  /// Answers keys until it is time to draw again.
  private func answerKeys(
    _ terminal: borrowing Terminal, until next: Int64,
    _ onKey: (Character) -> MeterKeyResponse
  ) -> MeterEnding? {
    let redraw: Character = "\u{0C}"
    while true {
      while let key = terminal.nextKey() {
        if key == redraw { terminal.repaint() }
        if onKey(key) == .leave { return .key(key) }
      }
      let rest = next - Self.now()
      guard rest > 0, !isStopped.load(ordering: .acquiring) else { return nil }
      // Not less than a millisecond, lest the last fraction is spent in asking.
      guard terminal.waitForKey(nanoseconds: max(rest, 1_000_000)) else { return .terminalGone }
    }
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
