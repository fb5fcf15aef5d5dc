import CDBus
import Realtime

/// Why a call over the bus brought no answer that could be used.
enum BusFailure: Error, Equatable {
  /// There is no bus to connect to.
  case noBus(String)
  /// The connection was lost.
  case disconnected
  /// No answer came in time.
  case timedOut
  /// An answer that is not what was agreed on.
  case malformed
  /// An error of the bus or of the service: its name, and what it says.
  case error(name: String, message: String)
}

extension BusFailure {
  /// The service exists, but is too old for a method.
  var isUnknownMethod: Bool {
    guard case .error(let name, _) = self else { return false }
    return name == DBUS_ERROR_UNKNOWN_METHOD
  }

  /// RealtimeKit gives the same name to all its refusals: only the text tells that it is EBUSY.
  var isBusy: Bool {
    guard case .error(let name, let message) = self else { return false }
    return name == DBUS_ERROR_LIMITS_EXCEEDED || message == "Device or resource busy"
  }

  private static let absentNames = [
    DBUS_ERROR_SERVICE_UNKNOWN, DBUS_ERROR_NAME_HAS_NO_OWNER, DBUS_ERROR_NO_REPLY,
  ]

  /// What to tell the user, after the service's name.
  var refusal: SchedulingRefusal {
    switch self {
    case .noBus: SchedulingRefusal("cannot be asked: there is no system bus")
    case .disconnected: SchedulingRefusal("cannot be asked: the system bus has gone")
    case .timedOut: SchedulingRefusal("did not answer")
    case .malformed: SchedulingRefusal("gave an answer that makes no sense")
    case .error where isBusy: Self.busy
    case .error(DBUS_ERROR_NO_REPLY, _): SchedulingRefusal("went away")
    case .error(let name, _) where Self.absentNames.contains(name):
      SchedulingRefusal("is not there")
    case .error(DBUS_ERROR_ACCESS_DENIED, _):
      SchedulingRefusal("does not allow it to this user, in this session or at the moment")
    case .error(_, let message): SchedulingRefusal("failed: \(message.firstLine)")
    }
  }

  static let busy = SchedulingRefusal(
    "has no more to give: 25 threads a user, and as many requests in 20 seconds")
}

extension String {
  fileprivate var firstLine: Substring { prefix { !$0.isNewline } }
}
