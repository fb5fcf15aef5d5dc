import Drivers
import Foundation
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  @Suite("A lost capture device", .serialized) struct CaptureLossTests {
    private static let device = "driver: alsa, name: usb, capture_device: mic"
    private static let gone =
      "manual: mic is gone; usb plays on, and silence is captured until it is back"
    private static let found = "manual: mic is there; usb is opened again"

    private func withRig(_ body: (FailoverRig) async throws -> Void) async throws {
      try await withHostFixture { fixture in
        let rig = try FailoverRig(
          fixture, cards: ["usb", "mic"], device: Self.device, records: true, input: 0.6)
        defer { rig.host.end() }
        #expect(await rig.playsAloud("usb"))
        try await body(rig)
      }
    }

    private func unplugMicrophone(_ rig: FailoverRig) {
      rig.devices.unplug("mic")
      rig.devices["usb"].driver?.setCaptureLost(true)
    }

    @Test func isToldOnceAndPlaybackGoesOn() async throws {
      try await withRig { rig in
        unplugMicrophone(rig)
        #expect(await rig.play("usb") { rig.said(Self.gone) })
        try await Task.sleep(for: .milliseconds(1_500))
        #expect(await rig.playsAloud("usb"))
        #expect(rig.events.count { $0 == Self.gone } == 1)
        #expect(rig.devices["usb"].opens == 1)
        #expect(rig.counts == DeviceCounts())
      }
    }

    @Test func theDriverIsOpenedAgainWhenItIsBack() async throws {
      try await withRig { rig in
        unplugMicrophone(rig)
        #expect(await rig.play("usb") { rig.said(Self.gone) })
        rig.devices.plugIn("mic")
        #expect(await rig.play("usb") { rig.said("manual: plays on usb again") })
        #expect(await rig.playsAloud("usb"))
        #expect(rig.events.count { $0 == Self.found } == 1)
        #expect(rig.devices["usb"].opens == 2)
        #expect(rig.devices["usb"].driver?.isCaptureLost == false)
        #expect(rig.counts == DeviceCounts())
        #expect(rig.jumps == 0)
        rig.host.end()
        let played = try rig.fixture.read("played.wav")[0]
        #expect(FailoverRig.largestStep(played) <= 0.6 / 240 + 0.6 / 2_400 + 1e-5)
      }
    }

    @Test func oneThatIsThereAndDoesNotOpenCostsNoPlayback() async throws {
      try await withRig { rig in
        unplugMicrophone(rig)
        rig.devices.change("mic") { $0.error = DriverError(.busy, "mic is in use by a daemon") }
        rig.devices.plugIn("mic")
        #expect(await rig.play("usb") { rig.said("mic is in use by a daemon; trying again") })
        try await Task.sleep(for: .milliseconds(1_500))
        #expect(await rig.playsAloud("usb"))
        #expect(rig.events.count { $0 == "mic is in use by a daemon; trying again" } == 1)
        #expect(rig.devices["usb"].opens == 1)
        rig.devices.change("mic") { $0.error = nil }
        #expect(await rig.play("usb") { rig.said("manual: plays on usb again") })
      }
    }

    @Test func oneThatRecoversByItselfIsLeftAlone() async throws {
      try await withRig { rig in
        unplugMicrophone(rig)
        #expect(await rig.play("usb") { rig.said(Self.gone) })
        rig.devices["usb"].driver?.setCaptureLost(false)
        #expect(await rig.play("usb") { rig.said("manual: mic captures again") })
        #expect(rig.devices["usb"].opens == 1)
      }
    }

    @Test func theLossOfTheOtherDeviceAsWellIsSurvived() async throws {
      try await withRig { rig in
        unplugMicrophone(rig)
        #expect(await rig.play("usb") { rig.said(Self.gone) })
        rig.devices.unplug("usb")
        #expect(await eventually { rig.driverName == "clock" })
        rig.devices.plugIn("usb")
        rig.devices.plugIn("mic")
        #expect(await rig.play("usb") { rig.driverName == "manual" })
        #expect(await rig.playsAloud("usb"))
        #expect(!rig.said(Self.found))
        #expect(rig.counts == DeviceCounts(losses: 1, returns: 1))
      }
    }
  }
}
