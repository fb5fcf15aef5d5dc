// Does the machine answer in time?
extension SystemFacts {
  var machineChecks: [Check] { [kernel, cores, cpuFrequency, cpuIdleStates, swap] }

  private var kernel: Check {
    guard !isKernelRealtime else {
      return Check(.kernel, "kernel", .ok, "\(kernelRelease), PREEMPT_RT")
    }
    guard !hasThreadedInterrupts else {
      return Check(.kernel, "kernel", .ok, "\(kernelRelease), threaded interrupts")
    }
    return Check(
      .kernel, "kernel", .warning,
      "\(kernelRelease), neither PREEMPT_RT nor threaded interrupts",
      cure: .init(
        text: "boot with threadirqs, or for the shortest periods take a real-time kernel",
        commands: ["sudo apt install linux-image-rt-amd64"]))
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

  private var cpuIdleStates: Check {
    let title = "CPU idle states"
    let file = "/dev/cpu_dma_latency"
    return switch idleLatencyFile {
    case .allowed: Check(.cpuIdleStates, title, .ok, "\(file) can be written")
    case .missing: Check(.cpuIdleStates, title, .ok, "not managed by this system")
    case .denied:
      Check(
        .cpuIdleStates, title, .warning, "\(file) cannot be written: cores may wake late",
        cure: .init(
          text: "give it to the group audio, until the next start of the machine",
          commands: ["sudo chgrp audio \(file) && sudo chmod g+rw \(file)"]))
    }
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
