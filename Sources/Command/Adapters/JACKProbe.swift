import Host
import Realtime
import Synchronization

/// Whether a JACK server is running, asked without disturbing it each time.
///
/// To ask is to become a client for a moment. That costs next to nothing when there is no server,
/// but makes a running one tell all its clients: once one was found, that is believed for a while.
final class JACKProbe: Sendable {
  static let beliefNanoseconds: Int64 = 5_000_000_000

  private let isRunning: @Sendable (String?) -> Bool
  private let now: @Sendable () -> Int64
  private let lastSeen = Mutex<[String: Int64]>([:])

  init(
    isRunning: @escaping @Sendable (String?) -> Bool,
    now: @escaping @Sendable () -> Int64 = { Clock.now() }
  ) {
    self.isRunning = isRunning
    self.now = now
  }

  /// Thread: control.
  @Sendable func availability(_ server: String?) -> DriverProvider.Availability {
    let name = server.map { "JACK server \($0)" } ?? "JACK server"
    return isThere(server) ? .available("\(name) is running") : .unavailable("no \(name)")
  }

  private func isThere(_ server: String?) -> Bool {
    let key = server ?? ""
    let time = now()
    let seen = lastSeen.withLock { $0[key] }
    if let seen, time - seen < Self.beliefNanoseconds { return true }
    let isThere = isRunning(server)
    lastSeen.withLock { $0[key] = isThere ? time : nil }
    return isThere
  }
}
