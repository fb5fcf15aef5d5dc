import DriverALSA
import Drivers
import Host
import Synchronization
import TestSupport
import Testing

@testable import Command

@Suite("ALSAProbe") struct ALSAProbeTests {
  private let none = ALSAProbe(cards: [:]) { _ in nil }
  private let two = ALSAProbe(cards: [1: "Scarlett", 0: "HDA"]) {
    ["USB": 1, "PCH": 0][$0]
  }

  @Test(arguments: [nil, "default", "hw:0", "plughw:0,0", "sysdefault:CARD=PCH", "surround51:0"])
  func aCardIsNeeded(_ device: String?) {
    #expect(none.availability(device) == .unavailable("no sound card"))
    #expect(two.availability(device).isAvailable)
  }

  @Test(arguments: ["null", "file:FILE=out.wav", "jack", "pulse"])
  func pluginsNeedNoCard(_ device: String) {
    #expect(none.availability(device) == .available("ALSA PCM \(device)"))
  }

  @Test func namesTheCard() {
    #expect(two.availability(nil) == .available("sound card HDA"))
    #expect(two.availability("hw:1,0") == .available("sound card Scarlett"))
    #expect(two.availability("hw:CARD=USB,DEV=0") == .available("sound card Scarlett"))
    #expect(two.availability("plughw:PCH") == .available("sound card HDA"))
    #expect(two.availability("hw:Gone") == .unavailable("no sound card Gone"))
    #expect(two.availability("hw:2") == .unavailable("no sound card 2"))
  }

  @Test func findsACardByANameThatStays() {
    let cards = [ALSACard(number: 2, id: "USB", name: "Scarlett", usbID: "1235:8210")]
    for name in ["card:USB", "usb:1235:8210", "match:scar*"] {
      #expect(ALSAProbe.find(name, among: cards) == .available("sound card Scarlett"))
      #expect(
        ALSAProbe.find(name, among: [])
          == .unavailable("no sound card \(name); there is none at all"))
    }
    #expect(ALSAProbe.find("usb:1", among: cards)?.isAvailable == false)
    for name in [nil, "hw:2", "default"] { #expect(ALSAProbe.find(name, among: cards) == nil) }
  }
}

@Suite("JACKProbe") struct JACKProbeTests {
  private let clock = FakeClock(nanoseconds: 0)
  private let asked = Counter()

  @Test func asksARunningServerSeldom() {
    let probe = probe(isRunning: true)
    for _ in 0..<5 {
      #expect(probe.availability(nil) == .available("JACK server is running"))
      clock.advance(byNanoseconds: 900_000_000)
    }
    #expect(asked.value == 1)
    clock.advance(byNanoseconds: 600_000_000)
    _ = probe.availability(nil)
    #expect(asked.value == 2)
  }

  @Test func asksEachTimeForOneThatIsNotThere() {
    let probe = probe(isRunning: false)
    for _ in 0..<3 { #expect(probe.availability(nil) == .unavailable("no JACK server")) }
    #expect(asked.value == 3)
  }

  @Test func keepsServersApart() {
    let probe = probe(isRunning: true)
    _ = probe.availability(nil)
    #expect(probe.availability("studio") == .available("JACK server studio is running"))
    #expect(asked.value == 2)
  }

  private func probe(isRunning: Bool) -> JACKProbe {
    JACKProbe(
      isRunning: { [asked] _ in
        asked.add()
        return isRunning
      }, now: { [clock] in clock.nanoseconds })
  }

  private final class Counter: Sendable {
    private let count = Atomic(0)
    var value: Int { count.load(ordering: .relaxed) }
    func add() { count.add(1, ordering: .relaxed) }
  }
}

@Suite("DriverProviders") struct DriverProvidersTests {
  @Test func areTriedInOrder() {
    #expect(DriverProviders.all.map(\.name) == ["jack", "alsa", "clock"])
  }

  @Test func theClockIsAlwaysThere() throws {
    #expect(DriverProviders.clock.probe(nil).isAvailable)
    let driver = try DriverProviders.clock.open(.init(), .none)
    #expect(driver.name == "clock")
  }
}
