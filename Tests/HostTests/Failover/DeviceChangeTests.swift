import Drivers
import Foundation
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  @Suite("DeviceChange", .serialized) struct DeviceChangeTests {
    private static let usb = "driver: alsa, name: usb"

    @Test func anotherDeviceIsPlayedOnWithoutAStep() async throws {
      try await withHostFixture { fixture in
        let rig = try FailoverRig(
          fixture, cards: ["usb", "inner"], device: Self.usb, records: true)
        #expect(await rig.playsAloud("usb"))
        try rig.reload("driver: alsa, name: inner")
        #expect(await rig.play("usb", "inner") { rig.deviceName == "inner" })
        #expect(await rig.playsAloud("inner"))
        #expect(rig.said("manual: plays on inner now"))
        #expect(rig.counts == DeviceCounts(switches: 1))
        #expect(await eventually { rig.devices["usb"].driver?.isRunning == false })
        rig.host.end()
        let played = try fixture.read("played.wav")[0]
        #expect(FailoverRig.largestStep(played) <= FailoverRig.steepestFaded)
        #expect(rig.jumps == 0)
      }
    }

    @Test func aDeviceThatCannotBeHadLeavesWhatPlays() async throws {
      try await withFailoverRig(cards: ["usb"], device: Self.usb) { rig in
        #expect(await rig.playsAloud("usb"))
        try rig.reload("driver: alsa, name: ghost")
        #expect(
          await rig.play("usb") { rig.said("no sound card ghost; manual: usb plays on") })
        #expect(await rig.playsAloud("usb"))
        #expect(rig.devices["usb"].opens == 1)
        // And once more when it is there.
        rig.devices.plugIn("ghost")
        #expect(rig.host.reload())
        #expect(await rig.play("usb", "ghost") { rig.deviceName == "ghost" })
      }
    }

    @Test func theSameDeviceIsClosedBeforeItIsOpenedInAnotherWay() async throws {
      try await withFailoverRig(
        cards: ["usb"], device: Self.usb, change: { $0.change("usb") { $0.isExclusive = true } }
      ) { rig in
        #expect(await rig.playsAloud("usb"))
        try rig.reload("\(Self.usb), period: 32")
        #expect(
          await rig.play("usb") { rig.format.periodFrames == 32 && rig.driverName != "clock" })
        #expect(await rig.playsAloud("usb"))
        #expect(rig.counts == DeviceCounts(switches: 1))
        #expect(rig.jumps == 0)
      }
    }

    @Test func theSameDeviceIsGoneBackToWhenItRefuses() async throws {
      try await withFailoverRig(
        cards: ["usb"], device: Self.usb,
        change: {
          $0.change("usb") { ($0.isExclusive, $0.refusedRate) = (true, 96_000) }
        }
      ) { rig in
        #expect(await rig.playsAloud("usb"))
        try rig.reload("\(Self.usb), rate: 96000")
        #expect(await rig.play("usb") { rig.said("usb does not have 96000 Hz; trying again") })
        #expect(await rig.play("usb") { rig.said("manual: plays on usb again") })
        #expect(await rig.playsAloud("usb"))
        #expect(rig.format.rate == 48_000)
        #expect(rig.counts.switches == 0)
      }
    }

    @Test func aDeviceThatOpensAndDoesNotPlayLeavesWhatPlays() async throws {
      try await withFailoverRig(cards: ["usb", "inner"], device: Self.usb) { rig in
        #expect(await rig.playsAloud("usb"))
        try rig.reload("driver: alsa, name: inner")
        #expect(
          await rig.play("usb") { rig.said("manual: inner does not play; manual: usb plays on") })
        #expect(await rig.playsAloud("usb"))
        #expect(await eventually { rig.devices["inner"].driver?.isRunning == false })
      }
    }

    @Test func aLossDuringAChangeIsMadeGoodByIt() async throws {
      try await withFailoverRig(cards: ["usb", "inner"], device: Self.usb) { rig in
        #expect(await rig.playsAloud("usb"))
        try rig.reload("driver: alsa, name: inner")
        #expect(await eventually { rig.devices["inner"].opens == 1 })
        rig.devices.unplug("usb")
        #expect(await rig.play("inner") { rig.deviceName == "inner" })
        #expect(await rig.playsAloud("inner"))
        #expect(rig.counts.losses == 1)
      }
    }

    @Test func aReloadOfTheSameDeviceChangesNothing() async throws {
      try await withFailoverRig(cards: ["usb"], device: Self.usb) { rig in
        #expect(await rig.playsAloud("usb"))
        try rig.reload(Self.usb)
        for _ in 0..<20 { #expect(await rig.playsAloud("usb")) }
        #expect(rig.devices["usb"].opens == 1)
        #expect(rig.counts == DeviceCounts())
      }
    }

    @Test func whoLeavesTheChoiceToTheHostHearsWhatIsPluggedIn() async throws {
      try await withFailoverRig(cards: [], device: "driver: auto") { rig in
        #expect(rig.driverName == "clock")
        #expect(rig.host.selection.reason == "no sound card at all, the clock keeps time")
        rig.devices.plugIn("usb")
        #expect(await rig.play("usb") { rig.driverName == "manual" })
        #expect(await rig.playsAloud("usb"))
        #expect(rig.said("manual: plays on usb now"))
        rig.devices.unplug("usb")
        #expect(await eventually { rig.driverName == "clock" })
        rig.devices.plugIn("usb")
        #expect(await rig.play("usb") { rig.driverName == "manual" })
      }
    }

    @Test func whoAsksForTheClockKeepsIt() async throws {
      try await withFailoverRig(cards: ["usb"], device: "driver: clock") { rig in
        try await Task.sleep(for: .milliseconds(1_500))
        #expect(rig.driverName == "clock")
        #expect(rig.devices["usb"].opens == 0)
        try rig.reload(Self.usb)
        #expect(await rig.play("usb") { rig.driverName == "manual" })
        try rig.reload("driver: clock")
        #expect(await rig.play("usb") { rig.driverName == "clock" })
        #expect(await eventually { rig.counts == DeviceCounts(switches: 2) })
      }
    }
  }
}
