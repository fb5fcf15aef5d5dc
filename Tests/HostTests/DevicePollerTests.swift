import Drivers
import Telemetry
import TestSupport
import Testing

@testable import Host

@Suite("DevicePoller") struct DevicePollerTests {
  private func provider(
    _ name: String, probe: @escaping @Sendable (String?) -> DriverProvider.Availability,
    devices: @escaping @Sendable () -> Set<String> = { [] }
  ) -> DriverProvider {
    DriverProvider(
      name: name, probe: probe, devices: devices,
      open: { (request, _) throws(DriverError) in try ClockDriver(request) })
  }

  private func choice(_ driver: String, _ device: String?) -> DeviceChoice {
    DeviceChoice(driverName: driver, request: StreamRequest(device: device))
  }

  @Test func saysWhatAppearsAndGoesAndNothingElse() {
    let isThere = Locked(false)
    let jack = provider(
      "jack",
      probe: { _ in
        isThere.withLock { $0 }
          ? .available("a JACK server is running") : .unavailable("no JACK server")
      })
    let events = EventLog()
    let poller = DevicePoller(providers: [jack], choices: { [] }, events: events)
    poller.poll()
    poller.poll()
    #expect(events.all.isEmpty)
    isThere.withLock { $0 = true }
    poller.poll()
    poller.poll()
    #expect(events.all.map(\.text) == ["jack: a JACK server is running"])
    isThere.withLock { $0 = false }
    poller.poll()
    #expect(events.all.last?.text == "jack: no JACK server")
  }

  @Test func namesEachDeviceThatComesAndGoesAlsoOfTheDriverInUse() {
    let cards = Locked<Set<String>>(["sound card A", "sound card B"])
    let alsa = provider(
      "alsa",
      probe: { _ in
        Issue.record("the device in use was probed")
        return .unavailable("")
      },
      devices: { cards.withLock { $0 } })
    let playing = DeviceCandidate(
      provider: alsa, choice: choice("alsa", nil), isAutomatic: true)
    let events = EventLog()
    let poller = DevicePoller(providers: [alsa], choices: { [] }, events: events)
    poller.poll(playing: playing)
    #expect(events.all.isEmpty)
    cards.withLock { $0 = ["sound card B", "sound card C"] }
    poller.poll(playing: playing)
    poller.poll(playing: playing)
    #expect(
      events.all.map(\.text) == ["alsa: sound card A is gone", "alsa: sound card C is there"])
  }

  @Test func asksForEachNameOfTheListButTheOneThatPlays() throws {
    let present = Locked<Set<String>>(["a", "c"])
    let asked = Locked<[String?]>([])
    let alsa = provider(
      "alsa",
      probe: { device in
        asked.withLock { $0.append(device) }
        let isThere = present.withLock { $0.contains(device ?? "") }
        return isThere
          ? .available("card \(device ?? "")") : .unavailable("no card \(device ?? "")")
      })
    let choices = ["a", "b", "c"].map { choice("alsa", $0) }
    let playing = DeviceCandidate(provider: alsa, choice: choices[0], isAutomatic: false)
    let events = EventLog()
    let poller = DevicePoller(providers: [alsa], choices: { choices }, events: events)
    poller.poll(playing: playing)
    #expect(asked.withLock { $0 } == ["b", "c"])
    present.withLock { $0 = ["a", "b"] }
    poller.poll(playing: playing)
    poller.poll(playing: playing)
    #expect(events.all.map(\.text) == ["alsa: card b", "alsa: no card c"])
    // It is asked for once it does not play.
    poller.poll()
    present.withLock { $0 = ["b"] }
    poller.poll()
    #expect(events.all.last?.text == "alsa: no card a")
  }

  @Test func asksAProviderForTheNamesMeantForItAndTellsTheSameWordsOnce() {
    let isThere = Locked(false)
    let asked = Locked<[String]>([])
    let providers = ["jack", "alsa"].map { name in
      provider(
        name,
        probe: { device in
          asked.withLock { $0.append("\(name) \(device ?? "default")") }
          return isThere.withLock { $0 } ? .available("there") : .unavailable("not there")
        })
    }
    let choices = [choice("auto", "x"), choice("auto", "y"), choice("alsa", "z")]
    let events = EventLog()
    let poller = DevicePoller(providers: providers, choices: { choices }, events: events)
    poller.poll()
    #expect(asked.withLock { $0 } == ["jack x", "jack y", "alsa x", "alsa y", "alsa z"])
    isThere.withLock { $0 = true }
    poller.poll()
    #expect(events.all.map(\.text) == ["jack: there", "alsa: there"])
  }
}
