import Foundation
import Realtime
import TestSupport
import Testing

@testable import Command

/// A machine with each problem, faked with files: the finding, and the cure.
@Suite("Doctor's machine") struct DoctorMachineTests {
  private static let version = "/proc/sys/kernel/version"
  private static let grub =
    #"sudo sed -i 's/LINUX_DEFAULT="/&preempt=full threadirqs /' /etc/default/grub"#

  @Test(arguments: [
    ["/sys/kernel/realtime": "1\n"],
    [version: "#1 SMP PREEMPT_RT Debian 6.1\n"],
    [version: "#1 SMP PREEMPT_DYNAMIC\n", "/proc/cmdline": "quiet preempt=full threadirqs\n"],
    [version: "#1 SMP PREEMPT\n", "/proc/cmdline": "threadirqs\n"],
    [
      version: "#1 SMP PREEMPT_DYNAMIC\n", "/proc/cmdline": "preempt=none threadirqs\n",
      "/sys/kernel/debug/sched/preempt": "none voluntary (full)\n",
    ],
  ])
  func kernelThatPreemptsIsGood(_ files: [String: String]) throws {
    #expect(try FakeMachine(files).check(.kernel).verdict == .ok)
  }

  @Test(arguments: [
    [version: "#1 SMP PREEMPT_DYNAMIC\n", "/proc/cmdline": "preempt=voluntary\n"],
    [
      version: "#1 SMP PREEMPT_DYNAMIC\n", "/proc/sys/kernel/osrelease": "6.1.0\n",
      "/boot/config-6.1.0": "CONFIG_PREEMPT_NONE=y\nCONFIG_PREEMPT_DYNAMIC=y\n",
    ],
  ])
  func coarseDynamicKernelIsBootedOtherwise(_ files: [String: String]) throws {
    let check = try FakeMachine(files).check(.kernel)
    #expect(check.verdict == .warning && check.found.contains("its own work is finished first"))
    #expect(check.commands == [Self.grub, "sudo update-grub"])
  }

  @Test func dynamicKernelThatDoesNotTellIsAskedForTheMost() throws {
    let machine = try FakeMachine([Self.version: "#1 SMP PREEMPT_DYNAMIC\n"])
    #expect(try machine.check(.kernel).commands == [Self.grub, "sudo update-grub"])
  }

  @Test func fullyPreemptibleKernelLacksThreadedInterrupts() throws {
    let check = try FakeMachine([Self.version: "#1 SMP PREEMPT\n"]).check(.kernel)
    #expect(check.verdict == .warning && check.found.hasSuffix("nor threadirqs"))
    #expect(check.commands.first?.contains("&threadirqs /") == true)
  }

  @Test func coarseKernelIsReplaced() throws {
    let check = try FakeMachine([
      "/proc/sys/kernel/osrelease": "5.10\n", "/boot/config-5.10": "CONFIG_PREEMPT_VOLUNTARY=y\n",
    ]).check(.kernel)
    #expect(check.found == "5.10, preempt=voluntary: its own work is finished first")
    #expect(check.commands == ["sudo apt install linux-image-rt-$(dpkg --print-architecture)"])
  }

  @Test func governorThatSlowsDown() throws {
    let core = "/sys/devices/system/cpu/cpu"
    let check = try FakeMachine([
      "\(core)0/cpufreq/scaling_governor": "performance\n",
      "\(core)1/cpufreq/scaling_governor": "powersave\n",
    ]).check(.cpuFrequency)
    #expect(check.verdict == .warning && check.found == "governor powersave on 1 of 2 cores")
    #expect(check.commands == ["sudo cpupower frequency-set -g performance"])
  }

  @Test func deepIdleState() throws {
    let check = try FakeMachine(Self.idle()).check(.cpuIdleStates)
    #expect(check.verdict == .warning)
    #expect(check.found == "C10 takes 890 us to wake: threads may begin late")
    #expect(check.commands == ["sudo cpupower idle-set -D 99"])
  }

  @Test func idleStateThatIsOffOrForbidden() throws {
    let off = try FakeMachine(Self.idle(disable: "1")).check(.cpuIdleStates)
    #expect(off.verdict == .ok && off.found == "C1 takes 2 us to wake")
    let held = try FakeMachine(Self.idle())
    try held.scratch.write("\u{5}\0\0\0", to: "dev/cpu_dma_latency")
    #expect(try held.check(.cpuIdleStates).verdict == .ok)
    try held.scratch.write("\0\u{10}\0\0", to: "dev/cpu_dma_latency")
    #expect(try held.check(.cpuIdleStates).verdict == .warning)
  }

  @Test func swapInUse() throws {
    let check = try FakeMachine([
      "/proc/swaps": "Filename Type Size Used Priority\n/swap file 1000 512 -2\n"
    ]).check(.swap)
    #expect(check.verdict == .warning && check.found.hasPrefix("512 KiB in use"))
    #expect(check.commands == ["sudo swapoff -a && sudo swapon -a"])
  }

  @Test func otherInterruptAboveUs() throws {
    let machine = try FakeMachine()
    try machine.start("irq/27-snd_hda", 70, priority: 90)
    try machine.start("irq/18-nvme (0) x", 71, priority: 84)
    let check = try machine.check(.interrupts)
    #expect(check.verdict == .warning)
    #expect(check.found == "irq/18-nvme (0) x FIFO 84: not below our FIFO 84")
    #expect(check.commands == ["sudo chrt -f -p 50 71"])
  }

  @Test func cardsInterruptBelowUs() throws {
    let machine = try FakeMachine()
    try machine.start("irq/31-xhci_hcd", 72, priority: 50)
    let check = try machine.check(.interrupts)
    #expect(check.found == "the sound's irq/31-xhci_hcd FIFO 50: not above our FIFO 84")
    #expect(check.commands == ["sudo chrt -f -p 90 72"])
    try machine.start("irq/31-xhci_hcd", 72, priority: 90)
    #expect(try machine.check(.interrupts).verdict == .ok)
  }

  @Test(arguments: [
    ("jackd", "kill 812"), ("jackdbus", "jack_control exit"),
    ("pulseaudio", "systemctl --user stop pulseaudio.socket pulseaudio.service"),
    ("pipewire", "systemctl --user stop 'pipewire*' wireplumber"),
  ])
  func otherAudioServer(_ name: String, _ command: String) throws {
    let machine = try FakeMachine()
    try machine.start(name, 812)
    let report = machine.report()
    let check = try #require(report.checks.first { $0.check == .audioServers })
    #expect(check.verdict == .note)
    #expect(check.found == "\(name) (pid 812) may take a card that is asked for")
    #expect(check.commands == [command])
    #expect(report.exitCode == 0)
  }

  @Test func commandsFitALineToBeCopied() throws {
    let machine = try FakeMachine([Self.version: "#1 SMP PREEMPT_DYNAMIC\n"])
    for (index, name) in ["jackd", "jackdbus", "pulseaudio", "pipewire"].enumerated() {
      try machine.start(name, 100 + index)
    }
    expectFits(machine.report().text(columns: 80))
  }

  @Test func serversOfOneKindAreStoppedOnce() throws {
    let machine = try FakeMachine()
    for (index, name) in ["pipewire", "pipewire-pulse", "wireplumber"].enumerated() {
      try machine.start(name, 100 + index)
    }
    #expect(try machine.check(.audioServers).commands.count == 1)
  }

  @Test func cardThatIsHeld() throws {
    let machine = try FakeMachine([
      "/proc/asound/card0/pcm0p/sub0/status": "state: RUNNING\nowner_pid   : 901\n",
      "/proc/asound/card0/pcm0c/sub0/status": "closed\n",
      "/proc/901/status": "Name:\tcallback\nTgid:\t900\n",
    ])
    try machine.start("callback", 901)
    try machine.start("ardour", 900)
    let check = try machine.check(.cardHolders)
    #expect(check.verdict == .warning && check.found == "card0 pcm0p by ardour (pid 900)")
    #expect(check.commands == ["kill 900"])
  }

  private static func idle(disable: String = "0") -> [String: String] {
    let folder = "/sys/devices/system/cpu/cpu0/cpuidle"
    return [
      "\(folder)/state0/name": "C1\n", "\(folder)/state0/latency": "2\n",
      "\(folder)/state1/name": "C10\n", "\(folder)/state1/latency": "890\n",
      "\(folder)/state1/disable": disable + "\n",
    ]
  }
}
