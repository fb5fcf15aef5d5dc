import Signal
import Synchronization

/// The master fade of a host, whatever it is silent for.
///
/// A session sounds as long as nothing speaks against it. Whoever comes with a reason for silence,
/// or takes one back, asks for a fade with the length and curve of that reason; it begins from a
/// scheduled item and goes on from the present gain. Where it would lead is where all reasons
/// together lead: what is muted stays silent when its device is back.
///
/// Thread: any of the control side.
final class MasterFades: Sendable {
  /// What speaks against sound.
  struct Silence: OptionSet, Sendable {
    let rawValue: Int
    /// Nothing has begun.
    static let beforeStart = Silence(rawValue: 1)
    /// Somebody asked for it.
    static let muted = Silence(rawValue: 2)
    /// The device is lost, or about to change.
    static let away = Silence(rawValue: 4)
    /// The host ends.
    static let stopping = Silence(rawValue: 8)
    /// Somebody faded the session out.
    static let faded = Silence(rawValue: 16)

    /// Whether notes at the device's MIDI ports end, too: what has not begun holds none.
    var endsNotes: Bool { !isDisjoint(with: [.muted, .away, .stopping, .faded]) }
  }

  private struct State {
    var settings: SessionFades
    var rate: Int
    var reasons: Silence
    /// The fade asked for last.
    var latest = SessionFade(seconds: 0)
    /// Whether it was posted.
    var isPosted = true

    var gain: Float { reasons.isEmpty ? 1 : 0 }
    var frames: Int { max(1, Int(latest.seconds * Double(rate))) }
  }

  private let fader: Fader
  private let notes: NoteGate
  private let posting: any Posting
  private let schedule: @Sendable (ControlTask) -> Void
  private let state: Mutex<State>
  private let task: Mutex<ControlTask?> = Mutex(nil)

  /// Creates the fades of a session that has not begun, on a fader that is silent.
  ///
  /// `notes` closes with them. `schedule` has a task performed as a scheduled item, one at a time.
  init(
    of session: Session, rate: Int, fader: Fader, notes: NoteGate, posting: any Posting,
    schedule: @escaping @Sendable (ControlTask) -> Void
  ) {
    self.fader = fader
    self.notes = notes
    self.posting = posting
    self.schedule = schedule
    let reasons: Silence = session.isMuted ? [.beforeStart, .muted] : .beforeStart
    notes.close(reasons.endsNotes)
    state = Mutex(State(settings: session.fades, rate: rate, reasons: reasons))
    task.withLock { $0 = ControlTask(named: "fade") { [weak self] in self?.post() } }
  }

  /// Fades in, unless there is another reason for silence.
  func start() { change(\.start) { $0.remove(.beforeStart) } }

  /// Fades out for good; gives the seconds it takes.
  @discardableResult
  func stop() -> Double {
    change(\.stop) { $0.insert(.stopping) }
    return state.withLock { $0.settings.stop.seconds }
  }

  /// Fades out, as the device is lost or about to change.
  func lost() { change(\.lost) { $0.insert(.away) } }

  /// Fades in, as there is a device again.
  func back() { change(\.back) { $0.remove(.away) } }

  /// Fades out or in; returns whether that is news.
  @discardableResult
  func setMuted(_ isMuted: Bool) -> Bool {
    change(\.mute) { if isMuted { $0.insert(.muted) } else { $0.remove(.muted) } }
  }

  /// The same, but leaves it to the caller to post the fade, if there has to be one.
  func prepareMute(_ isMuted: Bool) -> SteeredFade? {
    change(\.mute, isPostedHere: false) {
      if isMuted { $0.insert(.muted) } else { $0.remove(.muted) }
    }
    return takeFade()
  }

  /// Fades the session out or in, over so many seconds, or as long as a mute takes; leaves it to the
  /// caller to post the fade, if there has to be one.
  func prepareFade(out isOut: Bool, seconds: Double?) -> SteeredFade? {
    change(\.mute, seconds: seconds, isPostedHere: false) {
      if isOut { $0.insert(.faded) } else { $0.remove(.faded) }
    }
    return takeFade()
  }

  /// Whether somebody faded the session out.
  var isFadedOut: Bool { state.withLock { $0.reasons.contains(.faded) } }

  /// Mutes what is not muted, and the other way round; returns whether it is muted now.
  func toggleMute() -> Bool {
    change(\.mute) { $0.formSymmetricDifference(.muted) }
    return isMuted
  }

  /// Whether somebody asked for silence.
  var isMuted: Bool { state.withLock { $0.reasons.contains(.muted) } }

  /// Whether nothing is to be heard, and the last sound has been faded out.
  ///
  /// The device may still have some of it to play.
  var isSilent: Bool {
    let isAsked = state.withLock { !$0.reasons.isEmpty && $0.isPosted }
    return isAsked && fader.isAtRest && fader.currentGain == 0
  }

  /// Has the fades from now on take what a session says.
  func use(_ settings: SessionFades) { state.withLock { $0.settings = settings } }

  /// Has the fades from now on count frames of another rate.
  func use(rate: Int) { state.withLock { $0.rate = rate } }

  @discardableResult
  private func change(
    _ fade: KeyPath<SessionFades, SessionFade>, seconds: Double? = nil, isPostedHere: Bool = true,
    _ edit: (inout Silence) -> Void
  ) -> Bool {
    let (isNews, moves) = state.withLock { state -> (Bool, Bool) in
      let before = state.reasons
      edit(&state.reasons)
      guard state.reasons != before else { return (false, false) }
      if state.reasons.endsNotes != before.endsNotes { notes.close(state.reasons.endsNotes) }
      var asked = state.settings[keyPath: fade]
      if let seconds { asked.seconds = seconds }
      if !before.isEmpty && !state.reasons.isEmpty {
        // On the way to silence one more reason may want to be there earlier.
        let isOneMore = state.reasons.isSuperset(of: before)
        let isThere = state.isPosted && fader.isAtRest
        guard isOneMore, !isThere, asked.seconds < state.latest.seconds else {
          return (true, false)
        }
      }
      state.latest = asked
      state.isPosted = false
      return (true, true)
    }
    if moves, isPostedHere, let task = task.withLock({ $0 }) { schedule(task) }
    return isNews
  }

  /// Posts the fade asked for last, once.
  private func post() {
    guard let next = takeFade() else { return }
    post(next)
  }

  /// Has a fade begin with the next period.
  func post(_ fade: SteeredFade) {
    posting.post(.fade(gain: fade.gain, frames: fade.frames, curve: fade.curve)) { [fader] in
      fader.fade(to: fade.gain, frames: fade.frames, curve: fade.curve)
    }
  }

  /// The fade asked for last, if nobody has posted it.
  private func takeFade() -> SteeredFade? {
    state.withLock { state in
      defer { state.isPosted = true }
      guard !state.isPosted else { return nil }
      return SteeredFade(gain: state.gain, frames: state.frames, curve: state.latest.curve)
    }
  }
}
