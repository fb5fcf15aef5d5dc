import Drivers
import Foundation
import Graph
import Synchronization
import WorkQueues

/// What a host knows of the edits of its graph.
struct EditWatch: Sendable {
  /// The item that moves the edit under way on, once there was one.
  var step: ControlTask?
  /// Whether it is scheduled.
  var isStepping = false
  /// The latency the driver was told last.
  var toldLatencyFrames: Int?
}

extension AudioHost {
  private static let stepIntervalNanoseconds: Int64 = 5_000_000

  /// Reads the session's file again and goes on with what it says now, without a gap.
  ///
  /// Nodes that are made as before keep their state, with their parameters smoothed to what is
  /// written now; whatever else is different is cross-faded. A file with mistakes changes nothing.
  /// The events tell what became of it. May take as long as the new nodes take to be made.
  ///
  /// Thread: any of the control side; calls wait for each other.
  @discardableResult
  public func reload() -> Bool {
    guard phase.withLock({ $0 == .running }) else { return false }
    do throws(HostError) {
      try reload(from: steered.withLock { $0.document?.path } ?? setup.session.session.path)
    } catch {
      return false
    }
    lookForChanges()
    noteModified()
    return true
  }

  /// Plays what a file says now; throws, and tells, what is wrong in it.
  func reload(from path: String) throws(HostError) {
    try reloading.withLock { _ throws(HostError) in
      setup.observer?.hostWillReload()
      defer { setup.observer?.hostDidReload() }
      let name = URL(fileURLWithPath: path).lastPathComponent
      let found = setup.loader.examine(path: path, rate: selection.driver.format.rate)
      do throws(HostError) {
        guard let session = found.session else {
          throw HostError(.badSession, found.problems.description)
        }
        let changes = try take(session)
        steered.withLock { steered in
          steered.document = session.document
          steered.saved = session.document
        }
        for warning in session.warnings { events.add(warning.description, .warning) }
        events.add("reloaded \(name): \(changes)")
      } catch {
        events.add("\(name) is not taken, what played goes on:", .warning)
        for line in error.message.split(separator: "\n") { events.add(String(line), .warning) }
        throw error
      }
    }
  }

  /// Plays another session in place of the one that plays, with what is to take effect in the same
  /// period.
  func take(
    _ session: ResolvedSession, _ edit: LiveEdit = LiveEdit(),
    _ steering: @escaping () -> Steering = { Steering() }
  ) throws(HostError) -> SessionChanges {
    let number = try take?.noteReload(try session.text())
    let wasMuted = live.session.session.isMuted
    let changes = try live.replace(with: session, edit, steering)
    if let number { live.nodes.tellPlayers(session: number) }
    fades.use(session.session.fades)
    if session.session.isMuted != wasMuted { setMuted(session.session.isMuted) }
    failover.change(
      to: try DeviceCandidate.list(setup.devices(session.session.device), from: setup.providers))
    followDevices()
    let fixed = setup.session.session.settingsThatNeedARestart(differingFrom: session.session)
    if !fixed.isEmpty {
      let names = fixed.map { "`\($0)`" }.joined(separator: ", ")
      events.add("\(names): a change needs a restart, the rest is taken")
    }
    if !backgroundWork.isEmpty { startBackgroundWork() }
    if !session.controls.isEmpty { startControls() }
    stepEdits()
    return changes
  }

  /// Looks, at each beat, at what nodes tell of themselves by now.
  func tendGraph() {
    do throws(GraphError) {
      for node in try live.adoptLatencies() {
        events.add("\(node.name): its latency is \(node.latencyFrames) frames now")
      }
    } catch {
      events.add(error.message)
    }
    if live.renew() { events.add("several nodes do not return: the graph goes on in new memory") }
    live.revise()
    repair.look(at: live)
    lostEvents.look(at: live.nodes)
    messages.look(at: live.nodes)
    performControls()
    stepEdits()
    tellLatency()
  }

  /// Sees to it that an edit under way moves on soon.
  func stepEdits() {
    guard !live.isSettled, phase.withLock({ $0 != .ended }) else { return }
    let task = edits.withLock { edits -> ControlTask? in
      guard !edits.isStepping else { return nil }
      edits.isStepping = true
      let task = edits.step ?? keep(ControlTask(named: "edit") { [weak self] in self?.stepEdit() })
      edits.step = task
      return task
    }
    guard let task, !postpone(task, nanoseconds: Self.stepIntervalNanoseconds) else { return }
    // The next beat steps it.
    edits.withLock { $0.isStepping = false }
  }

  private func stepEdit() {
    live.advance()
    edits.withLock { $0.isStepping = false }
    stepEdits()
  }

  /// Tells the driver how late the graph makes the sound, when that is news.
  func tellLatency() {
    let frames = live.latencyFrames
    let isNews = edits.withLock { edits in
      defer { edits.toldLatencyFrames = frames }
      return edits.toldLatencyFrames != frames
    }
    if isNews { selection.driver.setGraphLatency(frames: frames) }
  }
}

extension Session {
  /// The settings of a running host that cannot change with it, where the other's are different.
  fileprivate func settingsThatNeedARestart(differingFrom other: Session) -> [String] {
    let differences = [
      ("class", queue.taskClass != other.queue.taskClass),
      ("midi", device.sequencerPorts != other.device.sequencerPorts),
      ("workers", queue.workers != other.queue.workers),
    ]
    return differences.filter(\.1).map(\.0)
  }
}

extension ResolvedSession {
  /// What its file would say.
  fileprivate func text() throws(HostError) -> String {
    if let document { return DocumentText.of(document) }
    return try LiveTake.text(of: session.path)
  }
}
