import CDBus
import CTestSupport
import Foundation
import Synchronization

extension FakeRealtimeKit {
  /// The answer to a message; nil for none.
  func reply(to message: OpaquePointer) -> OpaquePointer? {
    guard dbus_message_get_type(message) == DBUS_MESSAGE_TYPE_METHOD_CALL,
      let member = dbus_message_get_member(message)
    else { return nil }
    let method = String(cString: member)
    let settings = state.withLock { $0.settings }
    let arguments = Arguments(message)
    switch method {
    case "Get":
      return settings.tellsLimits
        ? property(arguments.texts.last ?? "", of: settings, to: message) : nil
    case "MakeThreadRealtimeWithPID" where settings.knowsProcesses, "MakeThreadRealtime",
      "MakeThreadHighPriority":
      return grant(arguments.request(method), settings, to: message)
    default:
      return error("org.freedesktop.DBus.Error.UnknownMethod", "no such method", to: message)
    }
  }

  private func property(
    _ name: String, of settings: Settings, to message: OpaquePointer
  ) -> OpaquePointer? {
    switch name {
    case "RTTimeUSecMax":
      variant("x", settings.cpuTimeMicroseconds, to: message)
    case "MaxRealtimePriority":
      variant("i", settings.maximumPriority, to: message)
    case "MinNiceLevel":
      variant("i", settings.minimumNice, to: message)
    default:
      error("org.freedesktop.DBus.Error.InvalidArgs", "no such property", to: message)
    }
  }

  private func variant<Number>(
    _ type: String, _ number: Number, to message: OpaquePointer
  ) -> OpaquePointer? {
    let reply = dbus_message_new_method_return(message)
    var outer = DBusMessageIter()
    var inner = DBusMessageIter()
    dbus_message_iter_init_append(reply, &outer)
    let code = Int32(type.utf8.first ?? 0)
    dbus_message_iter_open_container(&outer, 0x76, type, &inner)
    withUnsafePointer(to: number) { _ = dbus_message_iter_append_basic(&inner, code, $0) }
    dbus_message_iter_close_container(&outer, &inner)
    return reply
  }

  private func grant(
    _ request: Request, _ settings: Settings, to message: OpaquePointer
  ) -> OpaquePointer? {
    let count = state.withLock { state in
      state.requests.append(request)
      return state.requests.count
    }
    if settings.behaviour == .isSilent { return nil }
    let isRealtime = request.method != "MakeThreadHighPriority"
    // The real one tells its refusals apart by their text alone.
    var number: Int32 = 0
    if settings.behaviour == .denies { number = EPERM }
    if count > settings.requestLimit { number = EBUSY }
    if isRealtime, request.value > Int(settings.maximumPriority) { number = EPERM }
    if isRealtime, !isCPUTimeLimited(request, settings) { number = EPERM }
    if number == 0 { number = apply(request) }
    guard number != 0 else { return dbus_message_new_method_return(message) }
    return error(
      "org.freedesktop.DBus.Error.AccessDenied", String(cString: strerror(number)), to: message)
  }

  /// Whether the process has set the limit that the service insists on.
  private func isCPUTimeLimited(_ request: Request, _ settings: Settings) -> Bool {
    hard_cpu_time_limit(Int32(request.processID)) <= UInt64(settings.cpuTimeMicroseconds)
  }

  private func apply(_ request: Request) -> Int32 {
    let threadID = pid_t(request.threadID)
    guard request.method != "MakeThreadHighPriority" else {
      return setpriority(
        __priority_which_t(PRIO_PROCESS.rawValue), id_t(threadID), Int32(request.value)) == 0
        ? 0 : errno
    }
    var parameters = sched_param(sched_priority: Int32(request.value))
    let resetOnFork: Int32 = 0x4000_0000
    return sched_setscheduler(threadID, SCHED_RR | resetOnFork, &parameters) == 0 ? 0 : errno
  }

  private func error(_ name: String, _ text: String, to message: OpaquePointer) -> OpaquePointer? {
    dbus_message_new_error(message, name, text)
  }
}

/// What a call brings along.
private struct Arguments {
  var texts: [String] = []
  var numbers: [Int] = []

  init(_ message: OpaquePointer) {
    var place = DBusMessageIter()
    guard dbus_message_iter_init(message, &place) != 0 else { return }
    repeat {
      var value = DBusBasicValue()
      switch dbus_message_iter_get_arg_type(&place) {
      case 0x73:
        dbus_message_iter_get_basic(&place, &value)
        texts.append(value.str.map { String(cString: $0) } ?? "")
      case 0x74:
        dbus_message_iter_get_basic(&place, &value)
        numbers.append(Int(value.u64))
      case 0x75:
        dbus_message_iter_get_basic(&place, &value)
        numbers.append(Int(value.u32))
      case 0x69:
        dbus_message_iter_get_basic(&place, &value)
        numbers.append(Int(value.i32))
      default: break
      }
    } while dbus_message_iter_next(&place) != 0
  }

  /// The last two are the thread and the value; a process may come before.
  func request(_ method: String) -> FakeRealtimeKit.Request {
    let padded = [0, 0, 0] + numbers
    return FakeRealtimeKit.Request(
      method: method, processID: numbers.count > 2 ? UInt64(padded[padded.count - 3]) : 0,
      threadID: UInt64(padded[padded.count - 2]), value: padded[padded.count - 1])
  }
}
