import Drivers
import Host
import Testing

@testable import Command

@Suite("DeviceCandidates") struct DeviceCandidatesTests {
  @Test func asksTheSameOfEachDevice() throws {
    var device = SessionDevice()
    device.names = ["usb:1235:8210", "hw:0"]
    device.rate = 96_000
    device.period = 64
    device.capture = 2
    device.captureChannels = [.number(3), .number(1)]
    let requests = try DeviceCandidates(device, providers: []).requests
    #expect(requests.map(\.device) == ["usb:1235:8210", "hw:0"])
    for request in requests {
      #expect(request.rate == 96_000)
      #expect(request.periodFrames == 64)
      #expect(request.captureChannels == 2)
      #expect(request.captureMap == [2, 0])
      #expect(request.playbackMap == nil)
    }
  }

  @Test func asksForTheDefaultDeviceWhenNoneIsNamed() throws {
    #expect(try DeviceCandidates(SessionDevice(), providers: []).requests == [StreamRequest()])
  }

  @Test func takesTheFirstThatIsThere() throws {
    var device = SessionDevice()
    device.names = ["a", "b", "c"]
    let candidates = try DeviceCandidates(device, providers: Self.providers(having: ["c", "b"]))
    #expect(candidates.firstAvailable.device == "b")
  }

  @Test func asksForTheFirstWhenNoneIsThere() throws {
    var device = SessionDevice()
    device.names = ["a", "b"]
    #expect(
      try DeviceCandidates(device, providers: Self.providers(having: [])).firstAvailable.device
        == "a")
  }

  @Test func looksOnlyWhereTheDriverLooks() throws {
    var device = SessionDevice()
    device.names = ["a", "b"]
    device.driver = .jack
    let candidates = try DeviceCandidates(
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
