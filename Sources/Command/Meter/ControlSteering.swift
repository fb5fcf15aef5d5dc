import Control
import Glibc
import Meter
import Synchronization

/// Steers a host by its control socket.
final class ControlSteering: MeterSteering {
  private let processID: Int32
  private let directory: SocketDirectory
  private let isFadedOut = Atomic<Bool>(false)

  init(processID: Int32, directory: SocketDirectory = .standard) {
    self.processID = processID
    self.directory = directory
  }

  func perform(_ request: MeterRequest) throws(MeterRefusal) -> String {
    let client = try connected()
    switch request {
    case .bypass(let node, let isBypassed):
      try edit(.bypass(node: node, isBypassed: isBypassed), client)
      return isBypassed ? "\(node) is bypassed" : "\(node) is heard again"
    case .toggleMute:
      let isMuted = try state(.session, client)["isMuted"] == .bool(true)
      try edit(.mute(!isMuted), client)
      return isMuted ? "unmuted" : "muted"
    case .snapshot(let name):
      try edit(.snapshot(name), client)
      return "snapshot \(name)"
    case .toggleFade:
      let isOut = !isFadedOut.load(ordering: .relaxed)
      try edit(.fade(isOut ? .out : .in), client)
      isFadedOut.store(isOut, ordering: .relaxed)
      return isOut ? "fading out; f fades in again" : "fading in"
    case .resetCounters:
      _ = try answer(.host(.resetCounters), client)
      return "counting from zero"
    }
  }

  func snapshots() throws(MeterRefusal) -> [String] {
    guard case .list(let names) = try state(.snapshots, try connected()) else { return [] }
    return names.compactMap { if case .text(let name) = $0 { name } else { nil } }
  }

  /// A connection for one request: the host may have another socket the next time.
  private func connected() throws(MeterRefusal) -> ControlClient {
    let own = "\(processID)"
    let names = directory.names()
    // A host without a name of its own is found at once.
    for name in names.filter({ $0 == own }) + names.filter({ $0 != own }) {
      guard let path = try? directory.socket(named: name),
        let client = try? ControlClient(path: path, timeoutMilliseconds: 1000),
        client.greeting.processID == processID
      else { continue }
      return client
    }
    throw MeterRefusal("host \(processID) has no control socket in \(directory.path)")
  }

  private func edit(_ edit: ControlEdit, _ client: ControlClient) throws(MeterRefusal) {
    _ = try answer(.host(.edit([edit], atFrame: nil)), client)
  }

  private func state(
    _ section: StateSection, _ client: ControlClient
  ) throws(MeterRefusal) -> JSONValue {
    try answer(.host(.state([section])), client)[section.rawValue] ?? .null
  }

  private func answer(
    _ command: ControlCommand, _ client: ControlClient
  ) throws(MeterRefusal) -> JSONValue {
    do {
      return try client.request(command, timeoutMilliseconds: 5000).get()
    } catch let error as ControlError {
      throw MeterRefusal(error.message)
    } catch {
      throw MeterRefusal("\(error)")
    }
  }
}
