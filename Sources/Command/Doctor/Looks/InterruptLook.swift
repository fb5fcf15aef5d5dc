/// Threads of interrupts, next to ours.
struct InterruptLook: Sendable {
  /// Those named `irq/NUMBER-DEVICE`.
  var threads: [RunningProcess] = []
  /// Our period's priority.
  var ours = 0
}

extension InterruptLook {
  init(_ processes: [RunningProcess], ours: Int) {
    threads = processes.filter { $0.name.hasPrefix("irq/") }
    self.ours = ours
  }

  var check: Check {
    let title = "interrupts"
    let sound = threads.filter(\.isSound)
    let below = sound.filter { $0.priority <= ours }
    let above = threads.filter { !$0.isSound && $0.priority >= ours }
    guard ours > 0, !threads.isEmpty else {
      let text = threads.isEmpty ? "have no threads" : "nothing of ours to compare with"
      return Check(.interrupts, title, .ok, text)
    }
    if !above.isEmpty {
      return Check(
        .interrupts, title, .warning, "\(Self.list(above)): not below our FIFO \(ours)",
        cure: Self.cure("put them below", above, priority: 50))
    }
    if !below.isEmpty {
      return Check(
        .interrupts, title, .warning,
        "the sound's \(Self.list(below)): not above our FIFO \(ours)",
        cure: Self.cure("put them above", below, priority: min(95, ours + 6)))
    }
    return Check(
      .interrupts, title, .ok, "\(threads.count) threads, in order with our FIFO \(ours)")
  }

  private static func list(_ threads: [RunningProcess]) -> String {
    threads.prefix(3).map { "\($0.name) FIFO \($0.priority)" }.joined(separator: ", ")
      + (threads.count > 3 ? ", ..." : "")
  }

  private static func cure(_ text: String, _ threads: [RunningProcess], priority: Int) -> Check.Cure
  {
    .init(
      text: "\(text), until the next start of the machine",
      commands: threads.map { "sudo chrt -f -p \(priority) \($0.identifier)" })
  }
}

extension RunningProcess {
  /// A card's own, or that of the USB controller it may hang on.
  fileprivate var isSound: Bool {
    ["snd", "xhci", "ehci", "firewire"].contains { name.contains($0) }
  }
}
