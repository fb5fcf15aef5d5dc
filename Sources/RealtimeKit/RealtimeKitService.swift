import Glibc

/// RealtimeKit as it is reached over a bus, call by call.
struct RealtimeKitService {
  static let name = "org.freedesktop.RealtimeKit1"
  private static let path = "/org/freedesktop/RealtimeKit1"

  private let bus: BusConnection

  /// Connects, until `deadlineNanoseconds` on the monotonic clock.
  init(address: String, deadlineNanoseconds: Int64) throws(BusFailure) {
    bus = try BusConnection(address: address, deadlineNanoseconds: deadlineNanoseconds)
  }

  /// What it gives at most.
  func limits(deadlineNanoseconds: Int64) throws(BusFailure) -> RealtimeKitLimits {
    let cpuTime = try property("RTTimeUSecMax", deadlineNanoseconds)
    let priority = try property("MaxRealtimePriority", deadlineNanoseconds)
    let nice = try property("MinNiceLevel", deadlineNanoseconds)
    guard cpuTime > 0, (1...99).contains(priority), (-20...19).contains(nice) else {
      throw .malformed
    }
    return RealtimeKitLimits(
      maximumPriority: Int(priority), cpuTimeMicroseconds: cpuTime, minimumNice: Int(nice))
  }

  /// Asks for SCHED_RR for a thread of this process.
  ///
  /// Services before 0.12 know the call without the process only.
  func makeRealtime(
    threadID: Int32, priority: Int, deadlineNanoseconds: Int64
  ) throws(BusFailure) {
    do throws(BusFailure) {
      try make("MakeThreadRealtimeWithPID", threadID, deadlineNanoseconds, namesProcess: true) {
        $0.append(UInt32(priority), as: .uint32)
      }
    } catch {
      guard error.isUnknownMethod else { throw error }
      try make("MakeThreadRealtime", threadID, deadlineNanoseconds, namesProcess: false) {
        $0.append(UInt32(priority), as: .uint32)
      }
    }
  }

  /// Asks for a nice value for a thread of this process.
  func makeHighPriority(
    threadID: Int32, nice: Int, deadlineNanoseconds: Int64
  ) throws(BusFailure) {
    try make("MakeThreadHighPriority", threadID, deadlineNanoseconds, namesProcess: false) {
      $0.append(Int32(nice), as: .int32)
    }
  }

  private func make(
    _ method: String, _ threadID: Int32, _ deadlineNanoseconds: Int64, namesProcess: Bool,
    appending: (BusMessage) -> Void
  ) throws(BusFailure) {
    let message = BusMessage(
      to: Self.name, path: Self.path, interface: Self.name, method: method)
    if namesProcess { message?.append(UInt64(getpid()), as: .uint64) }
    message?.append(UInt64(threadID), as: .uint64)
    if let message { appending(message) }
    _ = try bus.call(message, deadlineNanoseconds: deadlineNanoseconds)
  }

  private func property(
    _ property: String, _ deadlineNanoseconds: Int64
  ) throws(BusFailure) -> Int64 {
    let message = BusMessage(
      to: Self.name, path: Self.path, interface: "org.freedesktop.DBus.Properties", method: "Get")
    message?.append(Self.name)
    message?.append(property)
    return try bus.call(message, deadlineNanoseconds: deadlineNanoseconds).variantInteger()
  }
}
