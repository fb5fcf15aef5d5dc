/// When the kernel lets a more urgent thread have the core.
struct PreemptionLook: Sendable {
  enum Model: String, Sendable {
    case realtime = "PREEMPT_RT"
    case full
    case lazy
    case voluntary
    case unforced = "none"
  }

  var release = ""
  /// nil when nothing tells.
  var model: Model?
  /// Whether `preempt=` chooses among the others than PREEMPT_RT.
  var isDynamic = false
  /// `threadirqs` on the kernel's command line.
  var hasThreadedInterrupts = false
}

extension PreemptionLook {
  init(_ root: SystemRoot) {
    release = root.words("/proc/sys/kernel/osrelease").first ?? ""
    let options = root.words("/proc/cmdline")
    hasThreadedInterrupts = options.contains("threadirqs")
    let version = root.words("/proc/sys/kernel/version")
    let build = root.lines("/boot/config-\(release)")
    isDynamic = version.contains("PREEMPT_DYNAMIC") || build.contains("CONFIG_PREEMPT_DYNAMIC=y")
    let isRealtime =
      root.integer("/sys/kernel/realtime") == 1
      || version.contains("PREEMPT_RT") || build.contains("CONFIG_PREEMPT_RT=y")
    model =
      isRealtime
      ? .realtime
      : Self.inForce(root.words("/sys/kernel/debug/sched/preempt"))
        ?? (isDynamic ? Self.chosen(options) : nil) ?? Self.built(build)
        ?? (version.contains("PREEMPT") ? .full : nil)
  }

  var check: Check {
    let name = model == .realtime ? "PREEMPT_RT" : "preempt=\(model?.rawValue ?? "unknown")"
    let state = "\(release), \(name)"
    if model == .realtime { return Check(.kernel, "kernel", .ok, state) }
    let isCoarse = model == .unforced || model == .voluntary
    if !isCoarse, hasThreadedInterrupts {
      return Check(.kernel, "kernel", .ok, "\(state), threaded interrupts")
    }
    let lack = isCoarse ? "its own work is finished first" : "neither PREEMPT_RT nor threadirqs"
    return Check(.kernel, "kernel", .warning, "\(state): \(lack)", cure: cure(isCoarse))
  }

  private func cure(_ isCoarse: Bool) -> Check.Cure {
    guard isDynamic || !isCoarse else {
      return .init(
        text: "take a real-time kernel, then start the machine again",
        commands: ["sudo apt install linux-image-rt-$(dpkg --print-architecture)"])
    }
    let isFull = !isCoarse && model != nil
    let options = isFull ? "threadirqs" : "preempt=full threadirqs"
    return .init(
      text: "boot with \(options); for the shortest periods take a real-time kernel",
      commands: [
        #"sudo sed -i 's/LINUX_DEFAULT="/&\#(options) /' /etc/default/grub"#,
        "sudo update-grub",
      ])
  }

  /// Such as `none voluntary (full)`.
  private static func inForce(_ words: [String]) -> Model? {
    words.first { $0.hasPrefix("(") }.flatMap { Model(rawValue: String($0.dropFirst().dropLast())) }
  }

  private static func chosen(_ options: [String]) -> Model? {
    options.last { $0.hasPrefix("preempt=") }.flatMap { Model(rawValue: String($0.dropFirst(8))) }
  }

  private static func built(_ lines: [String]) -> Model? {
    let names: [(String, Model)] = [
      ("CONFIG_PREEMPT_NONE=y", .unforced), ("CONFIG_PREEMPT_VOLUNTARY=y", .voluntary),
      ("CONFIG_PREEMPT_LAZY=y", .lazy), ("CONFIG_PREEMPT=y", .full),
    ]
    return names.first { lines.contains($0.0) }?.1
  }
}
