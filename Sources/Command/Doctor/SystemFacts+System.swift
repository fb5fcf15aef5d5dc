import DriverALSA
import Foundation
import Host

// What the kernel tells in its files.
extension SystemFacts {
  mutating func gatherKernel() {
    var name = utsname()
    uname(&name)
    kernelRelease = Self.text(of: name.release)
    isKernelRealtime =
      SystemFile.integer("/sys/kernel/realtime") == 1
      || Self.text(of: name.version).contains("PREEMPT_RT")
    hasThreadedInterrupts = SystemFile.words("/proc/cmdline").contains("threadirqs")
    realtimeRuntimeMicroseconds = SystemFile.integer("/proc/sys/kernel/sched_rt_runtime_us")
    realtimePeriodMicroseconds =
      SystemFile.integer("/proc/sys/kernel/sched_rt_period_us") ?? realtimePeriodMicroseconds
  }

  mutating func gatherMachine() {
    coreCount = ProcessInfo.processInfo.activeProcessorCount
    let cores = "/sys/devices/system/cpu"
    governors = SystemFile.names(in: cores).sorted().compactMap { core in
      SystemFile.words("\(cores)/\(core)/cpufreq/scaling_governor").first
    }
    idleLatencyFile = SystemFile.access("/dev/cpu_dma_latency", W_OK)
    swapUsedBytes = Self.swapUsed(SystemFile.text("/proc/swaps"))
  }

  mutating func gatherSound() {
    for name in SystemFile.names(in: "/dev/snd") where !name.hasPrefix("by-") {
      soundFiles[name] = SystemFile.access("/dev/snd/\(name)", R_OK | W_OK)
    }
    cards = ALSADevices.cards().sorted { $0.key < $1.key }.map(\.value)
    jack = DriverProviders.jack.probe(nil)
  }

  /// The bytes in use as /proc/swaps tells, nil when there is no swap space.
  static func swapUsed(_ text: String) -> Int? {
    let kibibytes = text.split(whereSeparator: \.isNewline).dropFirst()
      .compactMap { line in Int(line.split(whereSeparator: \.isWhitespace).dropFirst(3).first ?? "")
      }
    return kibibytes.isEmpty ? nil : kibibytes.reduce(0, +) * 1024
  }

  private static func text<Bytes>(of field: Bytes) -> String {
    withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

/// The small files of /proc, /sys and /dev; what is not there is empty.
enum SystemFile {
  static func text(_ path: String) -> String {
    (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }

  static func words(_ path: String) -> [String] {
    text(path).split(whereSeparator: \.isWhitespace).map(String.init)
  }

  static func integer(_ path: String) -> Int? { words(path).first.flatMap { Int($0) } }

  static func names(in directory: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
  }

  /// Whether this user may do what `mode` says.
  static func access(_ path: String, _ mode: Int32) -> SystemFacts.Access {
    guard Foundation.access(path, F_OK) == 0 else { return .missing }
    return Foundation.access(path, mode) == 0 ? .allowed : .denied
  }
}
