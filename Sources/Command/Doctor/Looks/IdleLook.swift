/// How deep cores sleep, and whether a program holds them awake.
struct IdleLook: Sendable {
  /// A state that is not switched off.
  struct State: Sendable {
    var name: String
    var microseconds: Int
  }

  /// The one that takes longest to leave; nil when the system shows none.
  var deepest: State?
  /// What /dev/cpu_dma_latency allows at most; nil when it does not tell this user.
  var allowedMicroseconds: Int?
}

extension IdleLook {
  /// A wake-up that late is heard of with short periods.
  static let lateMicroseconds = 100

  init(_ root: SystemRoot) {
    allowedMicroseconds = root.word32("/dev/cpu_dma_latency").map(Int.init)
    let cores = "/sys/devices/system/cpu"
    deepest = root.names(in: cores).flatMap { core -> [State] in
      root.names(in: "\(cores)/\(core)/cpuidle").compactMap { state in
        let folder = "\(cores)/\(core)/cpuidle/\(state)"
        guard root.integer("\(folder)/disable") ?? 0 == 0,
          let latency = root.integer("\(folder)/latency")
        else { return nil }
        return State(name: root.words("\(folder)/name").first ?? state, microseconds: latency)
      }
    }.max { $0.microseconds < $1.microseconds }
  }

  var check: Check {
    let title = "CPU idle states"
    guard let deepest else {
      return Check(.cpuIdleStates, title, .ok, "not managed by this system")
    }
    let found = "\(deepest.name) takes \(deepest.microseconds) us to wake"
    guard deepest.microseconds >= Self.lateMicroseconds else {
      return Check(.cpuIdleStates, title, .ok, found)
    }
    if let allowedMicroseconds, allowedMicroseconds < Self.lateMicroseconds {
      return Check(
        .cpuIdleStates, title, .ok,
        "/dev/cpu_dma_latency keeps wake-ups below \(allowedMicroseconds) us")
    }
    return Check(
      .cpuIdleStates, title, .warning, "\(found): threads may begin late",
      cure: .init(
        text: "switch the deep ones off until the next start of the machine",
        commands: ["sudo cpupower idle-set -D \(Self.lateMicroseconds - 1)"]))
  }
}
