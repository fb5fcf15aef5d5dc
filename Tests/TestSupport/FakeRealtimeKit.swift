import CDBus
import Foundation
import Synchronization

/// A RealtimeKit on a private bus: keeps the limits of the real one, and really gives what it gives.
///
/// The real one needs a policy service and root's system bus.
public final class FakeRealtimeKit: Sendable {
  /// How it answers requests.
  public enum Behaviour: Sendable {
    /// As the real one.
    case grants
    /// "Operation not permitted" to everybody.
    case denies
    /// Not at all.
    case isSilent
  }

  /// What a client asked for.
  public struct Request: Sendable, Equatable {
    /// The method's name.
    public var method: String
    /// The process, 0 when it was not named.
    public var processID: UInt64
    /// The thread.
    public var threadID: UInt64
    /// The priority or the nice value.
    public var value: Int

    /// Creates a request.
    public init(method: String, processID: UInt64, threadID: UInt64, value: Int) {
      self.method = method
      self.processID = processID
      self.threadID = threadID
      self.value = value
    }
  }

  /// What differs from test to test.
  public struct Settings: Sendable {
    /// Creates those of the real one.
    public init() {}
    /// How it answers requests.
    public var behaviour = Behaviour.grants
    /// MaxRealtimePriority.
    public var maximumPriority: Int32 = 20
    /// RTTimeUSecMax.
    public var cpuTimeMicroseconds: Int64 = 200_000
    /// MinNiceLevel.
    public var minimumNice: Int32 = -15
    /// Whether it knows MakeThreadRealtimeWithPID.
    public var knowsProcesses = true
    /// Whether it tells its properties.
    public var tellsLimits = true
    /// Requests it takes from the beginning.
    public var requestLimit = 25
  }

  /// What was asked for so far, refused requests included.
  public var requests: [Request] { state.withLock { $0.requests } }

  let state: Mutex<State>

  struct State {
    var settings: Settings
    var requests: [Request] = []
    var isStopping = false
    var hasEnded = false
  }

  /// Comes to the bus and waits until clients can find it.
  public init(on bus: PrivateBus, _ settings: Settings = Settings()) throws {
    state = Mutex(State(settings: settings))
    let connection = try Self.connect(to: bus.address)
    let address = UInt(bitPattern: connection)
    let thread = Thread { [self] in
      if let connection = OpaquePointer(bitPattern: address) { serve(connection) }
    }
    thread.start()
  }

  /// Leaves the bus; may be called twice.
  public func stop() {
    state.withLock { $0.isStopping = true }
    while !state.withLock({ $0.hasEnded }) { usleep(2_000) }
  }

  /// Changes how it answers from now on.
  public func change(_ body: (inout Settings) -> Void) {
    var settings = state.withLock { $0.settings }
    body(&settings)
    state.withLock { $0.settings = settings }
  }

  private static func connect(to address: String) throws -> OpaquePointer {
    guard let connection = dbus_connection_open_private(address, nil) else {
      throw PrivateBus.Failure(description: "nobody answers at \(address)")
    }
    dbus_connection_set_exit_on_disconnect(connection, 0)
    guard dbus_bus_register(connection, nil) != 0 else {
      throw PrivateBus.Failure(description: "\(address) does not take the service")
    }
    dbus_connection_set_exit_on_disconnect(connection, 0)
    dbus_bus_request_name(connection, "org.freedesktop.RealtimeKit1", 0, nil)
    return connection
  }

  private func serve(_ connection: OpaquePointer) {
    while !state.withLock({ $0.isStopping }) {
      guard dbus_connection_read_write(connection, 5) != 0 else { break }
      while let message = dbus_connection_pop_message(connection) {
        if let reply = reply(to: message) {
          dbus_connection_send(connection, reply, nil)
          dbus_message_unref(reply)
        }
        dbus_message_unref(message)
      }
    }
    dbus_connection_close(connection)
    dbus_connection_unref(connection)
    state.withLock { $0.hasEnded = true }
  }
}
