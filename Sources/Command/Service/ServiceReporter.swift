import Host
import Realtime
import Synchronization

/// Tells a service manager how the host is: ready when sound runs, alive while the cycle goes on.
///
/// Thread: any of the control side.
final class ServiceReporter: HostObserver {
  /// Takes a message; false when it was lost.
  typealias Send = @Sendable (String) -> Bool

  private struct State {
    var isReady = false
    var isStopping = false
    var reloads = 0
    /// What all periods had lasted at the last beat.
    var performedNanoseconds: Int64 = 0
    /// When the watchdog was calmed last.
    var lastSign: Int64?
    var status = ""
  }

  private let send: Send
  private let now: @Sendable () -> Int64
  /// How often the watchdog wants a sign at least; nil without one.
  private let watchdogNanoseconds: Int64?
  private let state = Mutex(State())

  init(
    watchdogNanoseconds: Int64? = nil, now: @escaping @Sendable () -> Int64 = { Clock.now() },
    send: @escaping Send
  ) {
    self.watchdogNanoseconds = watchdogNanoseconds
    self.now = now
    self.send = send
  }

  /// The first beat after sound runs makes the service ready; a sign of life needs a cycle that went
  /// on since the last beat, or a device that is known to be away.
  func hostDidBeat(_ pulse: HostPulse) {
    state.withLock { state in
      let goesOn = pulse.isAway || pulse.performedNanoseconds != state.performedNanoseconds
      state.performedNanoseconds = pulse.performedNanoseconds
      var lines: [String] = []
      let becomesReady = !state.isReady && goesOn && state.reloads == 0 && !state.isStopping
      if becomesReady { lines.append("READY=1") }
      let status = Self.status(pulse)
      if status != state.status { lines.append("STATUS=\(status)") }
      let time = now()
      let isDue = goesOn && isSignDue(after: state.lastSign, at: time)
      if isDue { lines.append("WATCHDOG=1") }
      guard !lines.isEmpty, send(lines.joined(separator: "\n")) else { return }
      state.isReady = state.isReady || becomesReady
      state.status = status
      if isDue { state.lastSign = time }
    }
  }

  func hostWillReload() {
    state.withLock { state in
      state.reloads += 1
      guard state.reloads == 1, !state.isStopping else { return }
      _ = send("RELOADING=1\nMONOTONIC_USEC=\(now() / 1_000)")
    }
  }

  func hostDidReload() {
    state.withLock { state in
      state.reloads -= 1
      guard state.reloads == 0, !state.isStopping else { return }
      state.isReady = send("READY=1")
    }
  }

  func hostWillStop() {
    state.withLock { state in
      guard !state.isStopping else { return }
      state.isStopping = true
      _ = send("STOPPING=1")
    }
  }

  /// Four signs in the time the watchdog allows: one or two may come late.
  private func isSignDue(after last: Int64?, at time: Int64) -> Bool {
    guard let watchdogNanoseconds else { return false }
    return last.map { time - $0 >= watchdogNanoseconds / 4 } ?? true
  }

  /// One line: a line break would begin another assignment.
  private static func status(_ pulse: HostPulse) -> String {
    "\(pulse.session): \(pulse.state), \(pulse.device)"
      .split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

extension ServiceReporter {
  /// The reporter for the manager that an environment names; nil when there is none.
  ///
  /// `log` is told what is sent.
  convenience init?(
    environment: [String: String], processID: Int32,
    log: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    guard let socket = environment["NOTIFY_SOCKET"].flatMap(NotifySocket.init) else { return nil }
    self.init(watchdogNanoseconds: Self.watchdog(environment, processID)) { message in
      let isTaken = socket.send(message)
      let text = message.split(separator: "\n").joined(separator: ", ")
      log("service manager: \(text)\(isTaken ? "" : " was not taken")")
      return isTaken
    }
  }

  /// WATCHDOG_USEC, unless WATCHDOG_PID says that it is another process's.
  private static func watchdog(_ environment: [String: String], _ processID: Int32) -> Int64? {
    if let other = environment["WATCHDOG_PID"], Int32(other) != processID { return nil }
    guard let microseconds = environment["WATCHDOG_USEC"].flatMap({ Int64($0) }),
      (1...Int64.max / 1_000).contains(microseconds)
    else { return nil }
    return microseconds * 1_000
  }
}
