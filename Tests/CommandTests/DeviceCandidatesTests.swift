import Drivers
import Host
import Testing

@testable import Command

@Suite("DeviceCandidates") struct DeviceCandidatesTests {
  @Test func asksTheSameOfEachDevice() {
    var device = SessionDevice()
    device.names = ["usb:1235:8210", "hw:0"]
    device.rate = 96_000
    device.period = 64
    device.captureName = "hw:1"
    device.capture = 2
    device.captureMap = [.number(2), .position("FL")]
    let requests = DeviceCandidates(device, providers: []).requests
    #expect(requests.map(\.device) == ["usb:1235:8210", "hw:0"])
    for request in requests {
      #expect(request.rate == 96_000)
      #expect(request.periodFrames == 64)
      #expect(request.captureDevice == "hw:1")
      #expect(request.captureChannels == 2)
      #expect(request.captureMap == [2, "FL"])
      #expect(request.playbackMap == nil)
    }
  }

  @Test func asksForTheDefaultDeviceWhenNoneIsNamed() {
    #expect(DeviceCandidates(SessionDevice(), providers: []).requests == [StreamRequest()])
  }

  @Test func takesTheFirstThatIsThere() {
    var device = SessionDevice()
    device.names = ["a", "b", "c"]
    let candidates = DeviceCandidates(device, providers: Self.providers(having: ["c", "b"]))
    #expect(candidates.firstAvailable.device == "b")
  }

  @Test func asksForTheFirstWhenNoneIsThere() {
    var device = SessionDevice()
    device.names = ["a", "b"]
    #expect(
      DeviceCandidates(device, providers: Self.providers(having: [])).firstAvailable.device
        == "a")
  }

  @Test func looksOnlyWhereTheDriverLooks() {
    var device = SessionDevice()
    device.names = ["a", "b"]
    device.driver = .jack
    let candidates = DeviceCandidates(
      device,
      providers: Self.providers(having: ["a"]) + [Self.provider("jack", having: ["b"])])
    #expect(candidates.firstAvailable.device == "b")
  }

  /// A driver that has these devices, and the clock, which says yes to any.
  private static func providers(having devices: Set<String>) -> [DriverProvider] {
    [
      provider("alsa", having: devices),
      DriverProvider(
        name: "clock", probe: { _ in .available("the clock") },
        open: { request, _ throws(DriverError) in try ClockDriver(request) }),
    ]
  }

  private static func provider(_ name: String, having devices: Set<String>) -> DriverProvider {
    DriverProvider(
      name: name,
      probe: { device in
        devices.contains(device ?? "") ? .available("yes") : .unavailable("no")
      },
      open: { request, _ throws(DriverError) in try ClockDriver(request) })
  }
}
