import DriverALSA
import Glibc
import Realtime

// What the kernel tells in its files.
extension SystemFacts {
  mutating func gatherKernel(_ root: SystemRoot) {
    preemption = PreemptionLook(root)
    realtimeRuntimeMicroseconds = root.integer("/proc/sys/kernel/sched_rt_runtime_us")
    realtimePeriodMicroseconds =
      root.integer("/proc/sys/kernel/sched_rt_period_us") ?? realtimePeriodMicroseconds
  }

  mutating func gatherMachine(_ root: SystemRoot) {
    let cores = "/sys/devices/system/cpu"
    governors = root.names(in: cores).compactMap { core in
      root.words("\(cores)/\(core)/cpufreq/scaling_governor").first
    }
    idle = IdleLook(root)
    swapUsedBytes = Self.swapUsed(root.text("/proc/swaps"))
  }

  /// What other programs and the kernel's threads do.
  mutating func gatherProcesses(_ root: SystemRoot) {
    let processes = RunningProcess.all(root)
    interrupts = InterruptLook(processes, ours: thread?.asked.priority ?? 0)
    audioServers = AudioServerLook(processes)
    cardHolders = CardHolderLook(root)
  }

  mutating func gatherSound(_ root: SystemRoot) {
    cards = ALSACard.all(in: root.kernelFiles).map(\.name)
    for name in root.names(in: "/dev/snd") where !name.hasPrefix("by-") {
      soundFiles[name] = root.access("/dev/snd/\(name)", R_OK | W_OK)
    }
  }

  /// The bytes in use as /proc/swaps tells, nil when there is no swap space.
  static func swapUsed(_ text: String) -> Int? {
    let kibibytes = text.split(whereSeparator: \.isNewline).dropFirst()
      .compactMap { line in Int(line.split(whereSeparator: \.isWhitespace).dropFirst(3).first ?? "")
      }
    return kibibytes.isEmpty ? nil : kibibytes.reduce(0, +) * 1024
  }
}
