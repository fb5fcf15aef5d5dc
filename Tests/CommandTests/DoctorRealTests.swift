import Foundation
import TestSupport
import Testing

/// The built doctor on this machine, with real limits and real files in the place of its own.
@Suite(
  "tactus doctor on a machine made worse", .serialized,
  .enabled(if: WorseMachine.canBeMade, "needs root, setpriv, prlimit and unshare"))
struct DoctorRealTests {
  @Test func refusedPriority() throws {
    let (code, checks) = try doctor(WorseMachine.nobody("--rtprio=0:0"))
    #expect(code == 77)
    let check = try #require(checks["realtimePriority"])
    #expect(check.verdict == "problem" && check.found.contains("refused"))
    #expect(check.commands.first?.contains("@audio - rtprio 95") == true)
    #expect(check.commands.last?.hasPrefix("sudo usermod -aG audio ") == true)
    let threads = try #require(checks["threads"])
    #expect(threads.verdict == "warning" && threads.found.contains("OTHER instead of FIFO 92"))
    let limit = try #require(checks["priorityLimit"])
    #expect(limit.verdict == "warning" && limit.found == "RLIMIT_RTPRIO is 0, 84 is needed")
  }

  @Test(.enabled(if: WorseMachine.hasPriorities, "the limit cannot be raised here"))
  func priorityForSomeThreadsOnly() throws {
    let (_, checks) = try doctor(WorseMachine.nobody("--rtprio=85:85"))
    #expect(checks["realtimePriority"]?.verdict == "ok")
    let threads = try #require(checks["threads"])
    #expect(threads.verdict == "warning")
    #expect(threads.found.contains("periods and workers FIFO 84"))
    #expect(threads.found.contains("instead of FIFO 92"))
  }

  @Test func littleMemoryToLock() throws {
    let (_, checks) = try doctor(WorseMachine.nobody("--memlock=65536:65536"))
    let check = try #require(checks["lockedMemory"])
    #expect(check.verdict == "warning")
    #expect(check.found == "RLIMIT_MEMLOCK is 64 KiB, stacks are not locked")
    #expect(check.commands.first?.contains("@audio - memlock -1") == true)
  }

  @Test func littleComputingTime() throws {
    let (_, checks) = try doctor(WorseMachine.nobody("--rttime=50000:50000"))
    let check = try #require(checks["computingTime"])
    #expect(check.verdict == "warning" && check.found.hasPrefix("RLIMIT_RTTIME is 50000 us"))
    #expect(check.commands == ["sudo prlimit --pid $$ --rttime=200000:200000"])
  }

  @Test func rootWithoutRights() throws {
    let (code, checks) = try doctor([
      "prlimit", "--rtprio=0:0", "--memlock=65536:65536", "setpriv", "--bounding-set=-all",
      "--inh-caps=-all", "--",
    ])
    #expect(code == 77)
    #expect(checks["priorityLimit"]?.verdict == "warning")
    #expect(checks["lockedMemory"]?.verdict == "warning")
  }

  @Test func kernelThatWaits() throws {
    let (_, checks) = try doctor(
      replacing([
        "/proc/sys/kernel/version": "#1 SMP PREEMPT_DYNAMIC\n",
        "/proc/cmdline": "quiet preempt=voluntary\n",
      ]))
    let check = try #require(checks["kernel"])
    #expect(check.verdict == "warning" && check.found.contains("preempt=voluntary"))
    #expect(check.commands.first?.contains("&preempt=full threadirqs /") == true)
  }

  @Test func unlimitedShareAndSwapInUse() throws {
    let (_, checks) = try doctor(
      replacing([
        "/proc/sys/kernel/sched_rt_runtime_us": "-1\n",
        "/proc/swaps": "Filename Type Size Used Priority\n/swap file 1000 512 -2\n",
      ]))
    #expect(checks["realtimeShare"]?.verdict == "warning")
    #expect(
      checks["realtimeShare"]?.commands == ["sudo sysctl kernel.sched_rt_runtime_us=950000"])
    #expect(checks["swap"]?.found.hasPrefix("512 KiB in use") == true)
    #expect(checks["swap"]?.commands == ["sudo swapoff -a && sudo swapon -a"])
  }

  @Test func slowAndSleepyCores() throws {
    let cores = "/sys/devices/system/cpu"
    let folder = try ScratchDirectory()
    try folder.write("powersave\n", to: "cpu0/cpufreq/scaling_governor")
    for (name, text) in ["name": "C10", "latency": "890", "disable": "0"] {
      try folder.write(text + "\n", to: "cpu0/cpuidle/state0/\(name)")
    }
    let (_, checks) = try doctor(unshared("mount --bind \(folder.path) \(cores)"))
    #expect(checks["cpuFrequency"]?.found == "governor powersave on 1 of 1 cores")
    #expect(checks["cpuFrequency"]?.commands == ["sudo cpupower frequency-set -g performance"])
    #expect(checks["cpuIdleStates"]?.found.hasPrefix("C10 takes 890 us to wake") == true)
    #expect(checks["cpuIdleStates"]?.commands == ["sudo cpupower idle-set -D 99"])
    withExtendedLifetime(folder) {}
  }

  @Test func interruptAboveUsAndAnotherServer() async throws {
    let interrupt = try thread("irq/99-nvme", through: ["chrt", "-f", "90"])
    let server = try thread("pulseaudio")
    #expect(await eventually { interrupt.output == "named\n" && server.output == "named\n" })
    let (_, checks) = try doctor([])
    let (first, second) = (interrupt.process.processIdentifier, server.process.processIdentifier)
    let above = try #require(checks["interrupts"])
    #expect(above.verdict == "warning" && above.found.contains("irq/99-nvme FIFO 90"))
    #expect(above.commands.contains("sudo chrt -f -p 50 \(first)"))
    let others = try #require(checks["audioServers"])
    #expect(others.verdict == "note" && others.found.contains("pulseaudio (pid \(second))"))
    #expect(
      others.commands.contains("systemctl --user stop pulseaudio.socket pulseaudio.service"))
    for program in [interrupt, server] { program.signal(SIGKILL) }
    for program in [interrupt, server] { _ = program.wait() }
  }

  @Test func recordingsInMemoryOrOnAReadOnlyDisk() throws {
    let folder = try ScratchDirectory()
    let (_, memory) = try doctor(
      unshared("mount -t tmpfs none \(folder.path)"), ["--recordings", folder.path])
    #expect(memory["recordings"]?.found.contains("lost when the machine stops") == true)
    let (code, readOnly) = try doctor(
      unshared("mount -t tmpfs -o ro none \(folder.path)"), ["--recordings", folder.path])
    #expect(readOnly["recordings"]?.verdict == "problem" && code == 69)
    #expect(readOnly["recordings"]?.found.hasSuffix("cannot be written") == true)
    let (_, full) = try doctor(
      unshared(
        "mount -t tmpfs -o size=1m none \(folder.path); "
          + "head -c 1m /dev/zero > \(folder.path)/take || true"), ["--recordings", folder.path])
    #expect(full["recordings"]?.found.hasSuffix("full") == true)
  }

  /// One check of the doctor's report.
  private struct Finding: Decodable {
    private let check: String
    let verdict: String
    let found: String
    private let given: [String]?

    var name: String { check }
    var commands: [String] { given ?? [] }

    private enum CodingKeys: String, CodingKey {
      case check, verdict, found
      case given = "commands"
    }
  }

  /// How the doctor ended, and what it found, by what was looked at.
  private func doctor(
    _ through: [String], _ options: [String] = []
  ) throws -> (code: Int32, findings: [String: Finding]) {
    struct Report: Decodable { let checks: [Finding] }
    let outcome = try TactusProgram.start(["doctor", "--json"] + options, through: through).wait()
    let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    let findings = report.checks.map { ($0.name, $0) }
    return (outcome.code, Dictionary(uniqueKeysWithValues: findings))
  }

  /// A machine whose files say something else.
  private func replacing(_ files: [String: String]) -> [String] {
    let mounts = files.map { path, text in
      "file=$(mktemp); printf '%s' '\(text)' > $file; mount --bind $file \(path); rm $file"
    }
    return unshared(mounts.joined(separator: "\n"))
  }

  private func unshared(_ script: String) -> [String] {
    ["unshare", "-m", "sh", "-c", "{\n\(script)\n} >&2; exec \"$0\" \"$@\""]
  }

  /// A process with another's name, until it is killed.
  private func thread(_ name: String, through: [String] = []) throws -> RunningProgram {
    // It reads what nobody writes.
    let script = """
      printf %s \(name) > /proc/$$/comm; echo named
      pipe=$(mktemp -u); mkfifo $pipe; exec 3<>$pipe; rm $pipe; read -r line <&3
      """
    return try RunningProgram(through + ["bash", "-c", script])
  }
}

/// How a program is given less than it would have.
private enum WorseMachine {
  static let canBeMade =
    geteuid() == 0 && ["setpriv", "prlimit", "unshare", "chrt"].allSatisfy(Tools.isInstalled)
    && isReachable

  /// Whether a user without rights may run the program where it was built.
  private static var isReachable: Bool {
    (try? TactusProgram.start(["--version"], through: nobody("--core=0")).wait().code) == 0
  }

  /// Whether root may give others priorities.
  static let hasPriorities =
    (try? RunningProgram(["prlimit", "--rtprio=85:85", "true"]).wait().code) == 0

  /// Somebody who has their limits and nothing else.
  static func nobody(_ limits: String...) -> [String] {
    ["prlimit"] + limits
      + [
        "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all", "--",
      ]
  }
}
