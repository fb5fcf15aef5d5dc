import Telemetry

/// What is to be drawn: the last frame, what was posted since the start, and the user's view of it.
struct MeterDrawing {
  let glyphs: GlyphSet
  var view = MeterView()
  private(set) var frame = TelemetryFrame()
  private var posted: [EventStatus] = []
  private var picture = MeterPicture()

  /// How often the same frame came again.
  private var repeats = 0
  private var lastPress: (target: MeterTarget, moment: Int64)?
  private var messageEnd: Int64 = 0
  private var steady = SteadyLoad()

  private static let postedMaximum = 100
  /// Two seconds.
  private static let repeatsUntilNotice = 60
  private static let doublePressNanoseconds: Int64 = 400_000_000
  private static let messageNanoseconds: Int64 = 6_000_000_000

  init(glyphs: GlyphSet) { self.glyphs = glyphs }

  /// Takes over what there is to show; returns why the meter is to end.
  mutating func take(_ update: MeterUpdate, posted lines: [String] = []) -> MeterEnding? {
    switch update {
    case .frame(let frame): take(frame)
    case .notice(let text): view.notice = text
    case .gone(let text):
      view.notice = text
      view.isHostGone = true
    case .end(let ending): return ending
    }
    let uptime = frame.uptimeNanoseconds
    posted += lines.map { EventStatus(uptimeNanoseconds: uptime, text: $0) }
    posted.removeFirst(max(0, posted.count - Self.postedMaximum))
    return nil
  }

  private mutating func take(_ frame: TelemetryFrame) {
    let isSame = frame.uptimeNanoseconds == self.frame.uptimeNanoseconds
    repeats = isSame && view.playback == nil ? repeats + 1 : 0
    view.notice =
      repeats < Self.repeatsUntilNotice ? nil : "nothing new from the host; is it stopped?"
    guard !view.isPaused else { return }
    if let load = steady.take(frame) { view.steadyLoad = load }
    self.frame = frame
  }

  /// What came of requests.
  mutating func take(_ replies: [SteeringDesk.Reply], now: Int64) {
    for reply in replies {
      switch reply {
      case .done(let text): view.say(text)
      case .refused(let text):
        view.say(text, isRefusal: true)
        if view.menu?.names == nil { view.menu = nil }
      case .snapshots(let names): view.menu?.names = names
      }
      messageEnd = now + Self.messageNanoseconds
    }
  }

  /// Answers a key or the mouse.
  mutating func take(_ input: MeterInput, now: Int64) -> MeterAction {
    let former = view.message
    let action = respond(to: input, now: now)
    if view.message != former { messageEnd = now + Self.messageNanoseconds }
    return action
  }

  private mutating func respond(to input: MeterInput, now: Int64) -> MeterAction {
    guard case .press(let row, let column) = input else { return view.take(input, frame) }
    let target = picture.target(row: row, column: column)
    let isDouble =
      lastPress.map { $0.target == target && now - $0.moment < Self.doublePressNanoseconds }
    // A third press is no other double one.
    lastPress = isDouble == true ? nil : target.map { ($0, now) }
    return view.press(target, isDouble: isDouble ?? false, frame)
  }

  mutating func lines(size: MeterSize, now: Int64 = 0) -> [StyledLine] {
    if view.message != nil, now >= messageEnd { view.message = nil }
    var shown = frame
    if !posted.isEmpty {
      // Sorting keeps the order of those with the same time.
      shown.events = (frame.events + posted).sorted { $0.uptimeNanoseconds < $1.uptimeNanoseconds }
    }
    picture = MeterScreen(shown, view: view, glyphs: glyphs).picture(size: size)
    return picture.lines
  }
}

/// The mean load of a quarter of a second, which can be read where the last frame's flickers.
private struct SteadyLoad {
  private var sum = 0.0
  private var count = 0
  private var begin: Int64 = .min

  private static let nanoseconds: Int64 = 250_000_000

  /// The mean, once there is a new one.
  mutating func take(_ frame: TelemetryFrame) -> Double? {
    sum += frame.load.now
    count += 1
    let passed = frame.uptimeNanoseconds.subtractingReportingOverflow(begin)
    guard passed.overflow || passed.partialValue < 0 || passed.partialValue >= Self.nanoseconds
    else { return nil }
    defer { (sum, count, begin) = (0, 0, frame.uptimeNanoseconds) }
    return sum / Double(count)
  }
}
