import Drivers
import Testing

@Suite("DeviceTrait") struct DeviceTraitTests {
  private static let everything: StreamRequest = {
    var request = StreamRequest(device: "hw:0", rate: 48_000, periodFrames: 64, periods: 3)
    request.captureDevice = "hw:1"
    request.sampleFormat = PCMFormat(.signed, bits: 16, bytes: 2)
    request.access = .copied
    request.midiCapturePorts = 1
    request.midiPlaybackPorts = 1
    return request
  }()

  private static let ports: PortConnections = {
    var ports = PortConnections(capture: [.every([])])
    ports.clientName = "stage"
    ports.names.playback = ["left"]
    ports.areRemembered = true
    return ports
  }()

  private func unused(_ driver: String) -> [DeviceTrait] {
    DeviceTrait.unused(by: driver, of: Self.everything, connecting: Self.ports)
  }

  @Test func eachDriverLeavesOutWhatOnlyOthersHave() {
    #expect(unused("jack") == [.captureDevice, .periods, .format, .access])
    #expect(
      unused("alsa") == [.client, .ports, .connect, .remember, .midiCapture, .midiPlayback])
    #expect(Set(unused("clock")) == Set(DeviceTrait.allCases).subtracting([.periods]))
  }

  @Test(arguments: ["auto", "loop"])
  func nothingIsKnownOfOthers(driver: String) { #expect(unused(driver).isEmpty) }

  @Test(arguments: ["jack", "alsa", "clock"])
  func nothingIsLeftOutOfWhatIsNotAsked(driver: String) {
    for ports in [PortConnections(), .none] {
      #expect(DeviceTrait.unused(by: driver, of: StreamRequest(), connecting: ports).isEmpty)
    }
  }

  @Test func isToldInOneLine() {
    #expect([DeviceTrait]().line(for: "alsa") == nil)
    #expect(
      [DeviceTrait.captureDevice, .format].line(for: "jack")
        == "jack has no use for `capture_device`, `format`")
  }
}
