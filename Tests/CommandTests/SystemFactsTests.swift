import Host
import Plugins
import Realtime
import Testing

@testable import Command

@Suite("SystemFacts", .serialized) struct SystemFactsTests {
  @Test func gathersThoseOfThisMachine() {
    let facts = SystemFacts.gathered()
    #expect(facts.coreCount >= 1)
    #expect(!facts.preemption.release.isEmpty)
    #expect(!facts.groups.isEmpty)
    #expect(facts.thread?.asked.priority ?? 0 > 0)
    #expect(facts.plugins.map(\.format) == [.lv2, .ladspa])
    expectFits(SystemFactsTests.withoutPaths(DoctorReport(facts)))
  }

  @Test func gathersThoseOfAMachineThatIsNotThere() throws {
    var machine = try FakeMachine([
      "/proc/asound/cards":
        " 0 [USB            ]: USB-Audio - Scarlett 2i2 USB\n                      Focusrite\n",
      "/dev/snd/controlC0": "", "/dev/snd/pcmC0D0p": "", "/dev/snd/by-id/x": "",
      "/proc/sys/kernel/osrelease": "6.1.0-rt\n",
    ])
    machine.denied = ["/dev/snd/pcmC0D0p"]
    let facts = SystemFacts.gathered(
      root: machine.root, jack: { .available("a server is running") }, catalogues: [])
    #expect(facts.cards == ["Scarlett 2i2 USB"])
    #expect(facts.soundFiles == ["controlC0": .allowed, "pcmC0D0p": .denied])
    #expect(facts.preemption.release == "6.1.0-rt")
    #expect(facts.jack.reason == "a server is running" && facts.plugins.isEmpty)
    let check = try #require(
      DoctorReport(facts).checks.first { $0.check == .soundDevices })
    #expect(check.verdict == .warning && check.found.contains("(pcmC0D0p)"))
    #expect(check.commands.first?.hasPrefix("sudo usermod -aG audio ") == true)
  }

  @Test(arguments: [
    ("000001ffffffffff", true), ("0000000000804000", true), ("0000000000800000", false),
    ("0000000000004000", false), ("0000000000000000", false), ("what", true),
  ])
  func rightsOfRootAreCapabilities(_ mask: String, _ isPrivileged: Bool) throws {
    let machine = try FakeMachine(["/proc/self/status": "Name:\tx\nCapEff:\t\(mask)\n"])
    #expect(SystemFacts.isPrivileged(machine.root) == isPrivileged)
  }

  @Test func readsSwapInUse() {
    let header = "Filename  Type  Size  Used  Priority\n"
    #expect(SystemFacts.swapUsed("") == nil)
    #expect(SystemFacts.swapUsed(header) == nil)
    #expect(SystemFacts.swapUsed(header + "/dev/sda2 partition 975868 12 -2\n") == 12 * 1024)
    let two = header + "/swap file 100 1 -2\n/dev/zram0\tpartition\t100\t3\t5\n"
    #expect(SystemFacts.swapUsed(two) == 4096)
  }

  @Test func missingFilesAreEmpty() {
    let root = SystemRoot()
    #expect(root.text("/nonexistent") == "")
    #expect(root.integer("/nonexistent") == nil)
    #expect(root.word32("/nonexistent") == nil)
    #expect(root.names(in: "/nonexistent") == [])
    #expect(root.access("/nonexistent", 4) == .missing)
    #expect(root.access("/proc/version", 4) == .allowed)
  }

  /// Paths of plugins may be longer than a line.
  private static func withoutPaths(_ report: DoctorReport) -> String {
    report.text(columns: 80).split(separator: "\n").filter { !$0.contains("/lib/") }
      .joined(separator: "\n")
  }
}
