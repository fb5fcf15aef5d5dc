import CDBus
import Glibc
import Realtime

/// A connection to a bus on which every call ends in time.
///
/// The library's own blocking calls are no use: they wait without a limit for a bus that accepts a
/// connection and then says nothing.
final class BusConnection {
  private let pointer: OpaquePointer

  /// What DBUS_SYSTEM_BUS_ADDRESS says, or where the specification puts the system bus.
  static var systemAddress: String {
    getenv("DBUS_SYSTEM_BUS_ADDRESS").map { String(cString: $0) }
      ?? "unix:path=/var/run/dbus/system_bus_socket"
  }

  /// Connects to a bus, until `deadlineNanoseconds` on the monotonic clock.
  init(address: String, deadlineNanoseconds: Int64) throws(BusFailure) {
    // The library would have the process ignore SIGPIPE.
    dbus_connection_set_change_sigpipe(0)
    var error = DBusError()
    dbus_error_init(&error)
    defer { dbus_error_free(&error) }
    guard let pointer = dbus_connection_open_private(address, &error) else {
      throw .noBus(error.message.map { String(cString: $0) } ?? "")
    }
    self.pointer = pointer
    dbus_connection_set_exit_on_disconnect(pointer, 0)
    _ = try call(
      BusMessage(
        to: "org.freedesktop.DBus", path: "/org/freedesktop/DBus",
        interface: "org.freedesktop.DBus", method: "Hello"),
      deadlineNanoseconds: deadlineNanoseconds)
  }

  deinit {
    dbus_connection_close(pointer)
    dbus_connection_unref(pointer)
  }

  /// Sends a call and waits for the answer.
  func call(
    _ message: BusMessage?, deadlineNanoseconds: Int64
  ) throws(BusFailure) -> BusMessage {
    var sent: OpaquePointer?
    guard let message,
      dbus_connection_send_with_reply(pointer, message.pointer, &sent, .max) != 0, let sent
    else { throw .disconnected }
    defer { dbus_pending_call_unref(sent) }
    try wait(for: sent, deadlineNanoseconds)
    guard let reply = dbus_pending_call_steal_reply(sent) else { throw .disconnected }
    let answer = BusMessage(owning: reply)
    if let failure = answer.failure { throw failure }
    return answer
  }

  private func wait(for sent: OpaquePointer, _ deadlineNanoseconds: Int64) throws(BusFailure) {
    while dbus_pending_call_get_completed(sent) == 0 {
      let left = deadlineNanoseconds - Clock.now()
      guard left > 0 else {
        dbus_pending_call_cancel(sent)
        throw .timedOut
      }
      let milliseconds = Int32(clamping: left / 1_000_000 + 1)
      let isOpen = dbus_connection_read_write_dispatch(pointer, milliseconds) != 0
      if !isOpen, dbus_pending_call_get_completed(sent) == 0 { throw .disconnected }
    }
  }
}
