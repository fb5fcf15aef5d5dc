import Host

// Is there something to play to?
extension SystemFacts {
  var soundChecks: [Check] {
    [
      soundDevices, alsaCards, jackServer, audioServers.check, cardHolders.check, recordings.check,
    ]
  }

  private var soundDevices: Check {
    let title = "sound devices"
    guard !soundFiles.isEmpty else {
      return Check(
        .soundDevices, title, .warning, "nothing in /dev/snd, \(membership)",
        cure: .init(text: "plug in an interface; without one the clock keeps time"))
    }
    let denied = soundFiles.filter { $0.value != .allowed }.keys.sorted()
    guard !denied.isEmpty else {
      return Check(
        .soundDevices, title, .ok,
        "all \(soundFiles.count) files in /dev/snd may be used, \(membership)")
    }
    let names = denied.prefix(3).joined(separator: ", ") + (denied.count > 3 ? ", ..." : "")
    return Check(
      .soundDevices, title, .warning,
      "\(denied.count) of \(soundFiles.count) files in /dev/snd may not be used (\(names)), "
        + membership,
      cure: .init(text: "join the group audio, then log in again", commands: [joinAudio]))
  }

  private var membership: String {
    if groups.contains("audio") { return "member of group audio" }
    return isRoot ? "root" : "not a member of group audio"
  }

  private var alsaCards: Check {
    guard cards.isEmpty else {
      return Check(.alsaCards, "ALSA cards", .ok, cards.joined(separator: ", "))
    }
    return Check(
      .alsaCards, "ALSA cards", .warning, "none",
      cure: .init(
        text: "see what the kernel says about your interface",
        commands: ["sudo dmesg | grep -i -e snd -e usb"]))
  }

  /// None is no reason to worry.
  private var jackServer: Check { Check(.jackServer, "JACK server", .ok, jack.reason) }
}
