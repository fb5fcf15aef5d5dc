import Glibc
import Realtime
import RealtimeKit

// May a thread of this user be real-time?
extension SystemFacts {
  var schedulingChecks: [Check] {
    [
      realtimePriority, threads.check, realtimeKitCheck, priorityLimitCheck, lockedMemory,
      realtimeShare, computingTime.check,
    ]
  }

  private var realtimePriority: Check {
    let title = "real-time priority"
    guard let thread else {
      return Check(
        .realtimePriority, title, .problem, "no thread could be started to try it",
        cure: .init(text: "see how much memory is free"))
    }
    let (asked, granted) = (thread.asked, thread.granted)
    guard granted != asked else {
      return Check(.realtimePriority, title, .ok, "SCHED_\(granted) granted")
    }
    let cure = Check.Cure(
      text: "give the group audio the right and be a member, then log in again",
      commands: [Self.allow("rtprio 95"), joinAudio])
    guard granted.priority > 0 else {
      let reason = String(cString: strerror(thread.error))
      return Check(
        .realtimePriority, title, .problem, "SCHED_\(asked) refused: \(reason)", cure: cure)
    }
    let giver = if case .broker(let name) = thread.source { " by \(name)" } else { "" }
    return Check(
      .realtimePriority, title, .warning,
      "SCHED_\(granted) granted\(giver) instead of \(asked)", cure: cure)
  }

  /// It matters only where the kernel refuses.
  private var realtimeKitCheck: Check {
    let title = "RealtimeKit"
    switch realtimeKit {
    case .success(let limits):
      let milliseconds = limits.cpuTimeMicroseconds / 1_000
      return Check(
        .realtimeKit, title, .ok,
        "gives up to RR \(limits.maximumPriority), for \(milliseconds) ms without a pause")
    case .failure(let refusal):
      let isNeeded = thread.map { $0.granted.priority == 0 } ?? false
      guard isNeeded else {
        return Check(.realtimeKit, title, .ok, "\(refusal); not needed here")
      }
      return Check(
        .realtimeKit, title, .warning, "\(refusal)",
        cure: .init(
          text: "raise the limits as said, or install it for some priority without them",
          commands: ["sudo apt install rtkit"]))
    }
  }

  private var priorityLimitCheck: Check {
    let title = "priority limit"
    let wanted = thread?.asked.priority ?? 0
    guard let limit = priorityLimit, limit < wanted else {
      let text = priorityLimit.map { "\($0)" } ?? "unlimited"
      return Check(.priorityLimit, title, .ok, "RLIMIT_RTPRIO is \(text)")
    }
    guard !isRoot, thread?.granted != thread?.asked else {
      return Check(
        .priorityLimit, title, .ok, "RLIMIT_RTPRIO is \(limit), which does not bind this user")
    }
    return Check(
      .priorityLimit, title, .warning, "RLIMIT_RTPRIO is \(limit), \(wanted) is needed",
      cure: .init(text: "raise it as said for the real-time priority"))
  }

  private var lockedMemory: Check {
    let limit = lockedMemoryLimitBytes.map(ByteCount.text) ?? "unlimited"
    let isLocked = thread?.isStackLocked ?? false
    let isEnough = isRoot || (lockedMemoryLimitBytes ?? .max) >= Self.enoughLockedBytes
    let isGood = isLocked && isEnough
    return Check(
      .lockedMemory, "locked memory", isGood ? .ok : .warning,
      "RLIMIT_MEMLOCK is \(limit), stacks are \(isLocked ? "" : "not ")locked",
      cure: isGood
        ? nil
        : .init(
          text: "raise the limit, then log in again",
          commands: [Self.allow("memlock -1")]))
  }

  private var realtimeShare: Check {
    let title = "real-time share"
    guard let runtime = realtimeRuntimeMicroseconds else {
      return Check(.realtimeShare, title, .ok, "the kernel does not tell")
    }
    guard runtime >= 0 else {
      return Check(
        .realtimeShare, title, .warning,
        "unlimited: a plugin that never returns may freeze the machine",
        cure: .init(text: "let the kernel keep 5 %", commands: [Self.usualShare]))
    }
    let percent = 100 * runtime / max(1, realtimePeriodMicroseconds)
    let isEnough = percent >= 90
    return Check(
      .realtimeShare, title, isEnough ? .ok : .warning,
      "real-time threads may use \(percent) % of each core",
      cure: isEnough ? nil : .init(text: "allow the usual 95 %", commands: [Self.usualShare]))
  }

  /// Enough for a large session; a few sample tables fill what distributions allow by default.
  private static let enoughLockedBytes = 256 << 20
  private static let usualShare = "sudo sysctl kernel.sched_rt_runtime_us=950000"

  private static func allow(_ limit: String) -> String {
    "echo '@audio - \(limit)' | sudo tee -a /etc/security/limits.d/95-tactus.conf"
  }
}

extension SystemFacts {
  /// The command that makes the user a member of the group that owns the sound devices.
  var joinAudio: String { "sudo usermod -aG audio \(userName.isEmpty ? "$USER" : userName)" }
}
