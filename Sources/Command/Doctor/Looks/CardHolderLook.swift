import DriverALSA

/// Who has a card's PCM open.
struct CardHolderLook: Sendable {
  var holds: [PCMHolder.Hold] = []
}

extension CardHolderLook {
  /// As the kernel tells of each subdevice below /proc/asound.
  init(_ root: SystemRoot) { holds = PCMHolder.holds(in: root.kernelFiles) }

  var check: Check {
    let title = "card in use"
    guard !holds.isEmpty else { return Check(.cardHolders, title, .ok, "by nobody") }
    let names = holds.map { "\($0.place) by \($0.holder)" }
    var commands: [String] = []
    for holder in holds.map(\.holder) {
      let stop = AudioServerLook.stop(holder.process, holder.processID)
      if !commands.contains(stop) { commands.append(stop) }
    }
    return Check(
      .cardHolders, title, .warning, names.joined(separator: ", "),
      cure: .init(text: "end what has it, or choose another device", commands: commands))
  }
}
