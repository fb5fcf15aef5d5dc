import Drivers
import Foundation
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  /// Calls into a device that do not return.
  @Suite("Stuck devices", .serialized) struct StuckDeviceTests {
    private static let both = "driver: alsa, name: [usb, inner]"

    private func lines(_ rig: FailoverRig, _ text: String) -> Int {
      rig.events.count { $0 == text }
    }

    @Test func anOpenThatHangsLeavesTheOtherDevicesToBeFound() async throws {
      try await withFailoverRig(cards: ["usb"], device: Self.both) { rig in
        let hung = "alsa: opening usb does not return; it is left alone until it does"
        #expect(await rig.playsAloud("usb"))
        rig.devices.change("usb") { $0.stuck = [.opening] }
        rig.devices["usb"].driver?.lose()
        #expect(await eventually { rig.driverName == "clock" })
        #expect(await eventually { rig.devices["usb"].pending == [.opening] })
        let before = rig.plugin.frames.load(ordering: .relaxed)
        #expect(await eventually { rig.said(hung) })
        // The clock has gone on meanwhile.
        #expect(rig.plugin.frames.load(ordering: .relaxed) > before)
        rig.devices.plugIn("inner")
        #expect(await rig.play("inner") { rig.deviceName == "inner" })
        #expect(await rig.playsAloud("inner"))
        #expect(lines(rig, hung) == 1)
        #expect(rig.devices["usb"].pending == [.opening])
        // What comes too late is closed again.
        rig.devices.change("usb") { $0.stuck = [] }
        #expect(await rig.play("inner") { rig.said("alsa: opening usb has returned") })
        #expect(rig.devices["usb"].driver?.isRunning == false)
        #expect(await rig.playsAloud("inner"))
        #expect(rig.jumps == 0)
      }
    }

    @Test func anOpenThatReturnsLateIsPlayedOnWhenNothingElseIs() async throws {
      try await withFailoverRig(cards: ["usb"], device: Self.both) { rig in
        #expect(await rig.playsAloud("usb"))
        rig.devices.change("usb") { $0.stuck = [.opening] }
        rig.devices["usb"].driver?.lose()
        #expect(await eventually { rig.said("alsa: opening usb does not return") })
        let opens = rig.devices["usb"].opens
        rig.devices.change("usb") { $0.stuck = [] }
        #expect(await rig.play("usb") { rig.deviceName == "usb" && rig.driverName == "manual" })
        #expect(await rig.playsAloud("usb"))
        #expect(rig.devices["usb"].opens == opens + 1)
        #expect(rig.counts == DeviceCounts(losses: 1, returns: 1))
      }
    }

    @Test func aStopThatHangsLeavesTheOtherDevicesToBeFound() async throws {
      try await withFailoverRig(cards: ["usb", "inner"], device: Self.both) { rig in
        let hung = "manual: stopping usb does not return; it is left alone until it does"
        #expect(await rig.playsAloud("usb"))
        rig.devices.change("usb") { $0.stuck = [.stopping] }
        rig.devices["usb"].driver?.lose()
        #expect(await rig.play("inner") { rig.deviceName == "inner" })
        #expect(await rig.playsAloud("inner"))
        #expect(lines(rig, hung) == 1)
        // Not opened while its last driver is in it.
        #expect(rig.devices["usb"].opens == 1)
        rig.devices.unplug("inner")
        #expect(await eventually { rig.driverName == "clock" })
        rig.devices.change("usb") { $0.stuck = [] }
        #expect(await rig.play("usb") { rig.deviceName == "usb" && rig.driverName == "manual" })
        #expect(await rig.playsAloud("usb"))
        #expect(rig.said("manual: stopping usb has returned"))
        #expect(rig.devices["usb"].opens == 2)
      }
    }

    @Test func aStartThatHangsIsGivenUp() async throws {
      try await withFailoverRig(cards: ["usb"], device: Self.both) { rig in
        #expect(await rig.playsAloud("usb"))
        rig.devices.change("usb") { $0.stuck = [.starting] }
        rig.devices["usb"].driver?.lose()
        #expect(await eventually { rig.said("manual: starting usb does not return") })
        rig.devices.plugIn("inner")
        #expect(await rig.play("inner") { rig.deviceName == "inner" })
        #expect(await rig.playsAloud("inner"))
        rig.devices.change("usb") { $0.stuck = [] }
        #expect(await rig.play("inner") { rig.said("manual: starting usb has returned") })
        // What was started too late is stopped again.
        #expect(rig.devices["usb"].driver?.isRunning == false)
        #expect(await rig.playsAloud("inner"))
      }
    }

    @Test func aChangeGoesOnToTheNextOfTheDevices() async throws {
      try await withFailoverRig(
        cards: ["usb", "inner", "hung"], device: "driver: alsa, name: usb",
        change: { $0.change("hung") { $0.stuck = [.opening] } }
      ) { rig in
        #expect(await rig.playsAloud("usb"))
        try rig.reload("driver: alsa, name: [hung, inner]")
        #expect(await rig.play("usb", "inner") { rig.deviceName == "inner" })
        #expect(await rig.playsAloud("inner"))
        #expect(
          lines(rig, "alsa: opening hung does not return; it is left alone until it does") == 1)
        rig.devices.change("hung") { $0.stuck = [] }
        #expect(await rig.play("inner") { rig.said("alsa: opening hung has returned") })
        #expect(await rig.playsAloud("inner"))
      }
    }

    @Test func aChangeToNothingElseIsRefused() async throws {
      try await withFailoverRig(
        cards: ["usb", "hung"], device: "driver: alsa, name: usb",
        change: { $0.change("hung") { $0.stuck = [.opening] } }
      ) { rig in
        #expect(await rig.playsAloud("usb"))
        try rig.reload("driver: alsa, name: hung")
        let refused = "alsa: opening hung does not return; manual: usb plays on"
        #expect(await rig.play("usb") { rig.said(refused) })
        #expect(await rig.playsAloud("usb"))
        rig.devices.change("hung") { $0.stuck = [] }
      }
    }

    @Test func aLookThatHangsKeepsNoDeviceFromBeingFound() async throws {
      try await withFailoverRig(
        cards: ["usb"], device: "driver: alsa, name: [usb, ghost]",
        change: { $0.change("ghost") { ($0.isThere, $0.stuck) = (false, [.probing]) } }
      ) { rig in
        let hung = "alsa: looking for devices does not return; it is left alone until it does"
        #expect(await rig.playsAloud("usb"))
        #expect(await rig.play("usb") { rig.said(hung) })
        rig.devices.unplug("usb")
        #expect(await eventually { rig.driverName == "clock" })
        rig.devices.plugIn("usb")
        #expect(await rig.play("usb") { rig.driverName == "manual" })
        #expect(await rig.playsAloud("usb"))
        #expect(lines(rig, hung) == 1)
        rig.devices.change("ghost") { $0.stuck = [] }
      }
    }

    @Test func theHostEndsWhileAStopHangs() async throws {
      try await withFailoverRig(cards: ["usb"], device: "driver: alsa, name: usb") { rig in
        #expect(await rig.playsAloud("usb"))
        rig.devices.change("usb") { $0.stuck = [.stopping] }
        rig.host.end()
        #expect(rig.said("manual: stopping usb does not return"))
        // Nobody hears what it asks for any more.
        let before = rig.plugin.frames.load(ordering: .relaxed)
        rig.devices["usb"].driver?.step()
        #expect(rig.plugin.frames.load(ordering: .relaxed) == before)
        rig.devices.change("usb") { $0.stuck = [] }
        #expect(await eventually { rig.devices["usb"].pending.isEmpty })
      }
    }
  }
}
