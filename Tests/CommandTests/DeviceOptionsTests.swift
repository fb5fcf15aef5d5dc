import Drivers
import Host
import Testing

@testable import Command

@Suite("DeviceOptions") struct DeviceOptionsTests {
  private static var device: SessionDevice {
    var device = SessionDevice()
    device.names = ["usb:1235:8210", "hw:0"]
    device.rate = 96_000
    device.period = 64
    return device
  }

  @Test func comesBeforeTheSession() {
    let options = DeviceOptions(names: ["default"], rate: 48_000, isStrict: true)
    let choices = options.choices(Self.device)
    #expect(choices.map(\.request.device) == ["default"])
    #expect(choices.map(\.request.rate) == [48_000])
    #expect(choices.map(\.request.periodFrames) == [64])
    #expect(choices.map(\.request.isStrict) == [true])
  }

  @Test func aSecondDeviceToCaptureFromIsALSAs() {
    let choices = DeviceOptions(captureDevice: "hw:1").choices(SessionDevice())
    #expect(choices.map(\.driverName) == ["alsa"])
    #expect(choices.map(\.request.captureDevice) == ["hw:1"])
  }
}
