import Drivers
import TestSupport
import Testing

@testable import Host

@Suite("DeviceChoice") struct DeviceChoiceTests {
  @Test func asksTheSameOfEachDevice() {
    var device = SessionDevice()
    device.names = ["usb:1235:8210", "hw:0"]
    device.rate = 96_000
    device.period = 64
    device.capture = 2
    device.captureMap = [.number(2), .position("FL")]
    let choices = DeviceChoice.list(device)
    #expect(choices.map(\.request.device) == ["usb:1235:8210", "hw:0"])
    for choice in choices {
      #expect(choice.driverName == "auto")
      #expect(choice.request.rate == 96_000)
      #expect(choice.request.periodFrames == 64)
      #expect(choice.request.captureChannels == 2)
      #expect(choice.request.captureMap == [2, "FL"])
      #expect(choice.request.playbackMap == nil)
    }
  }

  @Test func asksForTheDefaultDeviceWhenNoneIsNamed() {
    #expect(DeviceChoice.list(SessionDevice()).map(\.request) == [StreamRequest()])
  }

  @Test func theClockComesLastForWantOfAnyOfTheDevices() throws {
    var device = SessionDevice()
    device.names = ["a", "b"]
    let providers = ["jack", "alsa", "clock"].map { name in
      DriverProvider(
        name: name, probe: { _ in .unavailable("not here") },
        open: { request, _ throws(DriverError) in try ClockDriver(request) })
    }
    let candidates = try DeviceCandidate.list(DeviceChoice.list(device), from: providers)
    #expect(candidates.map(\.provider.name) == ["jack", "alsa", "jack", "alsa", "clock"])
    #expect(candidates.map(\.choice.request.device) == ["a", "a", "b", "b", "a"])
  }

  @Test(arguments: [false, true])
  func keepsAFormatNobodyAskedForUnlessItIsStrict(isStrict: Bool) throws {
    var device = SessionDevice()
    device.isStrict = isStrict
    let asked = Locked<[StreamRequest]>([])
    let provider = DriverProvider(
      name: "alsa", probe: { _ in .available("here") },
      open: { request, _ throws(DriverError) in
        asked.withLock { $0.append(request) }
        return try ClockDriver(StreamRequest())
      })
    let candidates = try DeviceCandidate.list(DeviceChoice.list(device), from: [provider])
    let format = try ClockDriver(StreamRequest(rate: 44_100, periodFrames: 128)).format
    _ = try candidates[0].open(preferring: format)
    let request = asked.withLock { $0[0] }
    #expect(request.rate == (isStrict ? nil : 44_100))
    #expect(request.periodFrames == (isStrict ? nil : 128))
  }
}
