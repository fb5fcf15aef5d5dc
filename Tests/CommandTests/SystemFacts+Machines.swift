import Glibc
import Host
import Plugins
import Realtime

@testable import Command

extension SystemFacts {
  /// A machine on which nothing is left to wish for.
  static var studio: SystemFacts {
    var facts = SystemFacts()
    facts.thread = Thread(asked: .fifo(priority: 84), granted: .fifo(priority: 84))
    facts.priorityLimit = 95
    facts.userName = "clara"
    facts.groups = ["audio", "clara"]
    facts.preemption = PreemptionLook(release: "6.1.0-rt", model: .realtime)
    facts.realtimeRuntimeMicroseconds = 950_000
    facts.coreCount = 4
    facts.governors = Array(repeating: "performance", count: 4)
    facts.idle = IdleLook(deepest: .init(name: "C1", microseconds: 2))
    facts.swapUsedBytes = 0
    facts.soundFiles = ["controlC0": .allowed, "pcmC0D0p": .allowed]
    facts.cards = ["Scarlett 2i2 USB"]
    facts.jack = .available("JACK server is running")
    facts.plugins = [
      PluginCount(format: .lv2, hosted: 12), PluginCount(format: .ladspa, hosted: 3),
    ]
    facts.taskClassCount = 9
    return facts
  }

  /// A fresh installation, seen by a new user.
  static var fresh: SystemFacts {
    var facts = SystemFacts()
    facts.thread = Thread(
      asked: .fifo(priority: 84), granted: .normal(nice: 0), source: .none, error: EPERM,
      isStackLocked: false)
    facts.priorityLimit = 0
    facts.lockedMemoryLimitBytes = 8 << 20
    facts.userName = "clara"
    facts.groups = ["clara"]
    facts.preemption = PreemptionLook(release: "6.1.0-28-amd64", model: .voluntary)
    facts.realtimeRuntimeMicroseconds = -1
    facts.governors = Array(repeating: "powersave", count: 1)
    facts.idle = IdleLook(deepest: .init(name: "C10", microseconds: 890))
    facts.swapUsedBytes = 300 << 20
    facts.soundFiles = [
      "controlC0": .denied, "pcmC0D0p": .denied, "pcmC0D0c": .denied, "timer": .denied,
      "seq": .allowed,
    ]
    facts.plugins = [
      PluginCount(format: .lv2),
      PluginCount(
        format: .ladspa, hosted: 3, unsupported: 1,
        problems: [
          PluginProblem(path: "/usr/lib/ladspa/broken.so", message: "is no library"),
          PluginProblem(path: "/usr/lib/ladspa/worse.so", message: "is no library"),
        ]),
    ]
    facts.taskClassPath = "/etc/tactus/task-classes.yaml"
    facts.taskClassProblems = ["/etc/tactus/task-classes.yaml:3:5: error: what is this"]
    return facts
  }
}
