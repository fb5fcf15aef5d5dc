/// RLIMIT_RTTIME: how long a real-time thread may compute without a pause.
struct ComputingTimeLook: Sendable {
  /// nil when unlimited.
  var microseconds: Int?
}

extension ComputingTimeLook {
  /// A long period may take that.
  static let enoughMicroseconds = 100_000

  var check: Check {
    let title = "computing time"
    guard let microseconds else {
      return Check(.computingTime, title, .ok, "RLIMIT_RTTIME is unlimited, the governor watches")
    }
    guard microseconds < Self.enoughMicroseconds else {
      return Check(.computingTime, title, .ok, "RLIMIT_RTTIME is \(microseconds) us")
    }
    return Check(
      .computingTime, title, .warning,
      "RLIMIT_RTTIME is \(microseconds) us: a thread that computes longer is lowered, then killed",
      cure: .init(
        text: "raise it for this shell, and start the host from there; in a unit, LimitRTTIME",
        commands: ["sudo prlimit --pid $$ --rttime=200000:200000"]))
  }
}
