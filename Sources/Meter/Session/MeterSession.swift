import Glibc
import Synchronization
public import Telemetry

/// The meter on the terminal, from its first line to its last.
///
/// `run` draws until something ends it and always gives the terminal back as it was. The other
/// functions may be called from any thread meanwhile.
public final class MeterSession: Sendable {
  private let options: MeterOptions
  private let desk: SteeringDesk
  private let isStopped = Atomic<Bool>(false)
  private let posted = Mutex<[String]>([])

  /// Prepares a meter; without `steering` the host can only be watched.
  public init(_ options: MeterOptions = MeterOptions(), steering: (any MeterSteering)? = nil) {
    self.options = options
    desk = SteeringDesk(steering)
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
  ///   - onQuit: Told that `q` was pressed.
  /// - Returns: What ended it.
  /// - Throws: `MeterError` when there is no terminal to draw on, or what `source` threw.
  /// - Thread: control; the one that calls draws, and calls `source` and `onQuit`.
  public func run(
    signals: MeterSignals = .leftToCaller,
    source: () throws(TelemetryError) -> MeterUpdate,
    onQuit: () -> MeterKeyResponse = { .leave }
  ) throws(MeterError) -> MeterEnding {
    try show(signals: signals) { (_, _) throws(MeterError) in
      do throws(TelemetryError) {
        return try source()
      } catch {
        throw .telemetry(error)
      }
    } onAction: { (action, _) throws(MeterError) in
      action == .leave ? onQuit() : .proceed
    }
  }
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
  /// When the host is killed, its last frame stays until the user leaves.
  ///
  /// - Thread: control.
  public func run(attachedTo reader: TelemetryReader) throws(MeterError) -> MeterEnding {
    let ending = try run(signals: .watched) { () throws(TelemetryError) in
      try reader.nextMeterUpdate()
    }
    guard case .key = ending, reader.hostState == .killed else { return ending }
    return .hostKilled(processID: reader.processID)
  }

  /// Plays a recording until `q` or a signal ends the meter.
  ///
  /// - Thread: control.
  public func play(_ source: some FrameSource) throws(MeterError) -> MeterEnding {
    let playback = Playback(source)
    return try show(signals: .watched) { (view, now) throws(MeterError) in
      defer { view.playback = playback.status }
      do throws(FrameSourceError) {
        return .frame(try playback.frame(now: now))
      } catch {
        throw .recording(error)
      }
    } onAction: { (action, now) throws(MeterError) in
      guard case .play(let step) = action else { return action == .leave ? .leave : .proceed }
      do throws(FrameSourceError) {
        try playback.perform(step)
      } catch {
        throw .recording(error)
      }
      return .proceed
    }
  }
}

extension MeterSession {
  private static let drawingPeriod: Int64 = 33_000_000

  /// Draws what `update` gives and answers what is pressed, until something ends it.
  private func show(
    signals: MeterSignals,
    update: (inout MeterView, _ now: Int64) throws(MeterError) -> MeterUpdate,
    onAction: (MeterAction, _ now: Int64) throws(MeterError) -> MeterKeyResponse
  ) throws(MeterError) -> MeterEnding {
    var terminal = try Terminal(options)
    let watch = SignalWatch(signals == .watched ? [SIGINT, SIGTERM, SIGHUP, SIGQUIT] : [])
    var drawing = MeterDrawing(glyphs: terminal.glyphs)
    drawing.view.leaving = options.leaving
    drawing.view.hint = options.hint
    var next = Self.now()
    while !isStopped.load(ordering: .acquiring) {
      if let signal = watch.signal { return .signal(signal) }
      let news = try update(&drawing.view, Self.now())
      if let ending = drawing.take(news, posted: takePosted()) { return ending }
      drawing.take(desk.takeReplies(), now: Self.now())
      terminal.draw(drawing.lines(size: terminal.currentSize(), now: Self.now()))
      next = max(next + Self.drawingPeriod, Self.now())
      if let ending = try answer(&terminal, &drawing, until: next, onAction) { return ending }
    }
    return .stopped
  }

  /// Answers keys and the mouse until it is time to draw again.
  private func answer(
    _ terminal: inout Terminal, _ drawing: inout MeterDrawing, until next: Int64,
    _ onAction: (MeterAction, _ now: Int64) throws(MeterError) -> MeterKeyResponse
  ) throws(MeterError) -> MeterEnding? {
    while true {
      for input in terminal.nextInputs() {
        let action = drawing.take(input, now: Self.now())
        if try perform(action, terminal, onAction) { return .key("q") }
      }
      let rest = next - Self.now()
      guard rest > 0, !isStopped.load(ordering: .acquiring) else { break }
      // Not less than a millisecond, lest the last fraction is spent in asking.
      guard terminal.waitForInput(nanoseconds: max(rest, 1_000_000)) else { return .terminalGone }
    }
    if let input = terminal.settledInput() { _ = drawing.take(input, now: Self.now()) }
    return nil
  }

  /// Does what an input asks for; true when the meter is to be left.
  private func perform(
    _ action: MeterAction, _ terminal: borrowing Terminal,
    _ onAction: (MeterAction, _ now: Int64) throws(MeterError) -> MeterKeyResponse
  ) throws(MeterError) -> Bool {
    switch action {
    case .nothing: return false
    case .repaint:
      terminal.repaint()
      return false
    case .ask(let request): desk.ask(request)
    case .askForSnapshots: desk.askForSnapshots()
    case .leave, .play: break
    }
    return try onAction(action, Self.now()) == .leave
  }

  private func takePosted() -> [String] {
    posted.withLock { posted in
      defer { posted = [] }
      return posted
    }
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
