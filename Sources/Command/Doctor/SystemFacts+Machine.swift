// Does the machine answer in time?
extension SystemFacts {
  var machineChecks: [Check] {
    [preemption.check, cores, cpuFrequency, idle.check, interrupts.check, swap]
  }

  private var cores: Check {
    guard coreCount > 1 else {
      return Check(
        .cores, "cores", .warning, "1: the graph runs on one thread",
        cure: .init(text: "choose longer periods, and let nothing else run meanwhile"))
    }
    return Check(.cores, "cores", .ok, "\(coreCount)")
  }

  private var cpuFrequency: Check {
    let title = "CPU frequency"
    guard !governors.isEmpty else {
      return Check(.cpuFrequency, title, .ok, "not scaled by this system")
    }
    let slow = governors.filter { $0 != "performance" }
    guard !slow.isEmpty else {
      return Check(.cpuFrequency, title, .ok, "governor performance")
    }
    let names = Set(slow).sorted().joined(separator: ", ")
    return Check(
      .cpuFrequency, title, .warning,
      "governor \(names) on \(slow.count) of \(governors.count) cores",
      cure: .init(
        text: "keep the speed up while you play",
        commands: ["sudo cpupower frequency-set -g performance"]))
  }

  private var swap: Check {
    guard let used = swapUsedBytes else { return Check(.swap, "swap", .ok, "none") }
    guard used > 0 else { return Check(.swap, "swap", .ok, "none of it in use") }
    return Check(
      .swap, "swap", .warning,
      "\(ByteCount.text(used)) in use: memory that is not locked may come late",
      cure: .init(
        text: "close what you do not need, then bring the rest back",
        commands: ["sudo swapoff -a && sudo swapon -a"]))
  }
}
