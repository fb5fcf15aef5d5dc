import Control
import Drivers
import Foundation
import Graph
import Synchronization
import Telemetry

extension AudioHost {
  /// Opens the socket at which the host is steered, and what else; says why when one cannot be.
  func openControl() {
    guard setup.controlDirectory != nil || !setup.doors.isEmpty else { return }
    let handler = HostControl(steeringThread) { [weak self] command in
      guard let self else { return .failure(ControlError(.failed, "the host has ended")) }
      do throws(ControlError) {
        return .success(try perform(command))
      } catch {
        return .failure(error)
      }
    }
    if let directory = setup.controlDirectory { openSocket(in: directory, handler) }
    for open in setup.doors {
      do {
        let door = try open(handler) { [weak self] in self?.latestReport ?? TelemetryFrame() }
        control.withLock { $0.open.append(door) }
      } catch {
        events.add("\(error)")
      }
    }
    // The first look has nothing to compare with.
    lookForChanges()
    events.follow { [weak self] event in self?.notify(.events, JSONValue(event)) }
  }

  private func openSocket(in directory: SocketDirectory, _ handler: HostControl) {
    do throws(ControlSocketError) {
      let server = try ControlServer(
        named: setup.instance, in: directory, willServe: { ControlScheduling.rise() },
        handler: handler)
      control.withLock { control in
        control.path = server.path
        control.open.append(server)
      }
    } catch {
      events.add("nobody can steer this host: \(error)")
    }
  }

  /// Where the host is steered; nil when nobody can.
  public var controlPath: String? { control.withLock { $0.path } }

  func closeControl() {
    events.follow(nil)
    steeringThread.end()
    let doors = control.withLock { control in
      defer { control = ControlDoors() }
      return control.open
    }
    for door in doors { door.end() }
    if steered.withLock({ $0.isAutosaveDue }) { writeAutosave() }
  }

  /// Tells all who asked to be told.
  func notify(_ topic: ControlTopic, _ body: JSONValue) {
    for door in control.withLock({ $0.open }) where door.hasSubscribers(to: topic) {
      door.publish(topic, body)
    }
  }

  /// Whether somebody is told so often of something.
  func hasSubscribers(to topic: ControlTopic) -> Bool {
    control.withLock { $0.open.contains { $0.hasSubscribers(to: topic) } }
  }

  /// Does what a client asks for.
  ///
  /// Thread: the steering thread.
  func perform(_ command: HostCommand) throws(ControlError) -> JSONValue {
    switch command {
    case .state(let sections):
      let wanted = sections.isEmpty ? StateSection.allCases : sections
      return .object(Dictionary(uniqueKeysWithValues: wanted.map { ($0.rawValue, state($0)) }))
    case .edit(let edits, let frame): try edit(edits, atFrame: frame)
    case .load(let path): try load(path)
    case .reload: try reloadFile()
    case .save(let path): return ["path": .text(try save(to: path))]
    case .storeSnapshot(let name): try storeSnapshot(name)
    case .removeSnapshot(let name):
      try change { document throws(ControlError) in try document.removeSnapshot(name) }
    case .switchDevice(let choice):
      try change { document throws(ControlError) in
        document.switchDevice(driver: choice.driver, name: choice.name)
      }
    case .resetCounters: resetCounters()
    }
    return .null
  }

  /// Plays another session file.
  private func load(_ path: String) throws(ControlError) {
    guard take == nil else {
      throw ControlError(.unsupported, "a take is made of this session: load another afterwards")
    }
    guard FileManager.default.fileExists(atPath: path) else {
      throw ControlError(.notFound, "\(path): no such file")
    }
    let whole = URL(fileURLWithPath: path).standardizedFileURL.path
    try read(whole)
  }

  private func reloadFile() throws(ControlError) {
    try read(steered.withLock { $0.document?.path } ?? setup.session.session.path)
  }

  private func read(_ path: String) throws(ControlError) {
    do throws(HostError) {
      try reload(from: path)
    } catch {
      throw ControlError(error)
    }
    lookForChanges()
    noteModified()
  }

  /// Plays a document that was changed otherwise than by edits.
  private func change(
    _ body: (inout SessionDocument) throws(ControlError) -> Void
  ) throws(ControlError) {
    let rate = selection.driver.format.rate
    try reloading.withLock { _ throws(ControlError) in
      guard var document = steered.withLock({ $0.document }) else {
        throw ControlError(.unsupported, "this session was not read from a file")
      }
      try body(&document)
      let session = try resolve(document, rate: rate)
      do throws(HostError) {
        _ = try take(session)
      } catch {
        throw ControlError(error)
      }
      steered.withLock { [document] in $0.document = document }
    }
    lookForChanges()
    noteModified()
  }

  private func storeSnapshot(_ name: String) throws(ControlError) {
    let nodes = live.nodes
    var values: [(key: String, value: Float)] = []
    var bypasses: [(node: String, is: Bool)] = []
    for node in nodes {
      node.noteMoves()
      for (symbol, value) in node.values.withLock({ $0.present }).sorted(by: { $0.key < $1.key }) {
        values.append(("\(node.name).\(symbol)", value))
      }
      if case .feedback = node.body { continue }
      bypasses.append((node.name, live.isSwitchedOff(node.name)))
    }
    try change { document throws(ControlError) in
      document.storeSnapshot(name, values: values, bypasses: bypasses)
    }
  }

  /// Has reports count from 0 again.
  private func resetCounters() {
    let shown = report()
    counterBase.withLock { $0.advance(by: shown) }
    load.pointee.highest.store(0, ordering: .relaxed)
    notify(.changes, ["change": "device"])
  }
}
