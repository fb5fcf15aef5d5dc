/// Finds the lines of `control:` that another line or the device leaves without effect.
struct ControlClashes {
  private let session: Session
  private let log: ProblemLog

  /// Refuses what two lines do by the same message, and warns of what no message reaches.
  static func look(at session: Session, log: ProblemLog) {
    let clashes = ControlClashes(session: session, log: log)
    clashes.refuseTwins()
    clashes.warnOfUnheard()
  }

  private func refuseTwins() {
    // The line that has a message do something.
    var lines: [String: [UInt32: Int]] = [:]
    for control in session.controls {
      let keys = control.keys.map(\.0)
      if let line = keys.lazy.compactMap({ lines[control.target]?[$0] }).first {
        log.error(control.mark, "\(control.target) follows the same messages on line \(line)")
      }
      for key in keys { lines[control.target, default: [:]][key] = control.mark.line }
    }
  }

  private func warnOfUnheard() {
    let ports = session.device.midiCapturePorts
    let unheard = session.controls.filter { $0.port > ports }
    // Where there is no port at all, one line says so.
    for control in ports == 0 ? unheard.prefix(1) : unheard[...] {
      log.warning(control.mark, session.device.lacks(midiPort: control.port))
    }
  }
}

extension SessionControl {
  /// What it acts on, for people.
  fileprivate var target: String {
    switch action {
    case .parameter(let node, let parameter): "`\(node.text).\(parameter.symbol.text)`"
    case .bypass(let node, _): "the bypass of `\(node.text)`"
    case .snapshot(let name): "snapshot `\(name.text)`"
    }
  }
}

extension SessionDevice {
  /// MIDI ports that capture, at most: a driver's own, and the sequencer's behind them.
  var midiCapturePorts: Int {
    let own = driver == .alsa || driver == .clock ? 0 : midiCapture
    return own + (sequencerPorts == nil ? 0 : 1)
  }

  /// Says that a MIDI port is missing.
  func lacks(midiPort port: Int) -> String {
    let count = midiCapturePorts
    if count > 0 { return "nothing comes from MIDI port \(port): there \(count.ports)" }
    return "no MIDI comes in: set `midi_capture:` (JACK) or `midi: {sequencer: true}` under "
      + "`device:`"
  }
}

extension Int {
  fileprivate var ports: String { self == 1 ? "is one" : "are \(self)" }
}
