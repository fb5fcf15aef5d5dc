import Control
import Drivers
import Graph
import Synchronization

/// The session that plays, as those who steer the host edit it.
struct SteeredSession: Sendable {
  /// What was edited; nil for a session that was never read.
  var document: SessionDocument?
  /// The same as it was read or written last.
  var saved: SessionDocument?
  /// Edits since the autosave was written; nil for one that is to be written soon.
  var isAutosaveDue = false

  var isModified: Bool { document != saved }
}

extension AudioHost {
  /// How long before its frame an edit is made ready.
  private static let leadSeconds = 1.0

  /// Does edits in one cycle, all or none: in the period that holds a frame, or as soon as possible.
  ///
  /// Thread: control, best the steering thread; calls wait for each other.
  func edit(_ edits: [ControlEdit], atFrame frame: Int64? = nil) throws(ControlError) {
    let rate = selection.driver.format.rate
    if let frame {
      let next = live.steering.nextFrame
      guard UInt64(frame) >= next else {
        throw ControlError(
          .tooLate, "frame \(frame) is over: the next period begins at \(next)")
      }
      let ahead = Double(UInt64(frame) - next) / Double(rate) - Self.leadSeconds
      if ahead > 0 {
        try rehearse(edits)
        return postpone(edits, at: frame, seconds: ahead)
      }
    }
    try reloading.withLock { _ throws(ControlError) in
      try apply(edits, at: UInt64(frame ?? 0), rate: rate)
    }
    lookForChanges()
    for case .snapshot(let name, _) in edits {
      notify(.changes, ["change": "snapshot", "name": .text(name)])
    }
    noteModified()
  }

  /// Does them when it is nearly time; what has become impossible then is told by an event.
  private func postpone(_ edits: [ControlEdit], at frame: Int64, seconds: Double) {
    steeringThread.perform(afterNanoseconds: Int64(seconds * 1e9)) { [weak self] in
      guard let self else { return }
      do throws(ControlError) {
        try edit(edits, atFrame: frame)
      } catch {
        events.add("what was to be done at frame \(frame) is not: \(error.message)")
      }
    }
  }

  /// Finds out what is wrong with edits, and does nothing.
  private func rehearse(_ edits: [ControlEdit]) throws(ControlError) {
    let rate = selection.driver.format.rate
    let document = try edited(edits, of: live.session)
    try checkTransport(edits)
    let session =
      EditPlan.isFast(edits, in: live.session)
      ? live.session : try resolve(document, rate: rate)
    _ = try EditPlan(edits: edits, session: session, rate: rate).live(at: 0)
  }

  private func apply(
    _ edits: [ControlEdit], at frame: UInt64, rate: Int
  ) throws(ControlError) {
    guard phase.withLock({ $0 == .running }) else {
      throw ControlError(.unsupported, "the host is starting or ending")
    }
    guard live.steering.hasRoom else {
      throw ControlError(.busy, "too much is under way: ask again later")
    }
    let present = live.session
    let document = try edited(edits, of: present)
    try checkTransport(edits)
    if EditPlan.isFast(edits, in: present) {
      let plan = try EditPlan(edits: edits, session: present, rate: rate).live(at: frame)
      do throws(GraphError) {
        try live.apply(plan, steering(for: edits))
      } catch {
        throw ControlError(.failed, error.message)
      }
      stepEdits()
    } else {
      let session = try resolve(document, rate: rate)
      let plan = try EditPlan(edits: edits, session: session, rate: rate).live(at: frame)
      do throws(HostError) {
        _ = try take(session, plan) { [self] in steering(for: edits) }
      } catch {
        throw ControlError(error)
      }
    }
    steered.withLock { $0.document = document }
    tell(edits)
  }

  /// The document with edits done.
  private func edited(
    _ edits: [ControlEdit], of session: ResolvedSession
  ) throws(ControlError) -> SessionDocument {
    guard var document = steered.withLock({ $0.document }) else {
      throw ControlError(.unsupported, "this session was not read from a file")
    }
    for edit in edits { try document.apply(edit, in: session) }
    return document
  }

  func resolve(
    _ document: SessionDocument, rate: Int
  ) throws(ControlError) -> ResolvedSession {
    let found = setup.loader.examine(document, rate: rate)
    guard let session = found.session else { throw ControlError(found.problems) }
    return session
  }

  private func checkTransport(_ edits: [ControlEdit]) throws(ControlError) {
    guard live.steering.transport.isDrivers else { return }
    for case .transport in edits {
      throw ControlError(
        .unsupported, "the transport is that of the \(selection.driver.name) server: move it there")
    }
  }

  /// What else than parameters takes effect in the same period.
  private func steering(for edits: [ControlEdit]) -> Steering {
    var steering = Steering()
    for edit in edits {
      switch edit {
      case .mute(let isMuted): steering.fade = fades.prepareMute(isMuted) ?? steering.fade
      case .fade(let direction, let seconds):
        steering.fade =
          fades.prepareFade(out: direction == .out, seconds: seconds) ?? steering.fade
      case .transport(let action): steering.transport = HostTransport.Order(action)
      default: break
      }
    }
    // A take notes fades one by one.
    if take != nil, let fade = steering.fade {
      fades.post(fade)
      steering.fade = nil
    }
    return steering
  }

  /// Says in a line each what people want to know of.
  private func tell(_ edits: [ControlEdit]) {
    for edit in edits {
      switch edit {
      case .set, .transport: break
      case .bypass(let node, let isBypassed):
        events.add("\(node): \(isBypassed ? "bypassed" : "not bypassed any more")")
      case .addNode(let fields):
        if case .text(let name)? = fields["name"] { events.add("\(name): added") }
      case .removeNode(let name): events.add("\(name): removed")
      case .connect(let from, let to): events.add("connected \(from) to \(to)")
      case .disconnect(let from, let to): events.add("disconnected \(from) from \(to)")
      case .snapshot(let name, _): events.add("snapshot \(name)")
      case .preset(let node, let name): events.add("\(node): preset \(name)")
      case .fade(let direction, _): events.add("fading \(direction.rawValue)")
      case .mute(let isMuted): events.add(isMuted ? "muted" : "not muted any more")
      }
    }
  }
}

extension HostTransport.Order {
  init(_ action: TransportAction) {
    switch action {
    case .start: self = .start
    case .stop: self = .stop
    case .locate(let frame): self = .locate(UInt64(max(0, frame)))
    }
  }
}
