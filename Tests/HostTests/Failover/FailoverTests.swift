import Drivers
import Foundation
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  @Suite("DriverFailover", .serialized) struct FailoverTests {
    @Test func aLostCardIsReplacedByTheClockAndTheGraphGoesOn() async throws {
      try await withFailoverRig(cards: ["usb"], device: "driver: alsa, name: usb") { rig in
        #expect(await rig.playsAloud("usb"))
        let before = rig.plugin.frames.load(ordering: .relaxed)
        rig.devices.unplug("usb")
        #expect(await eventually { rig.driverName == "clock" })
        #expect(await eventually { rig.plugin.frames.load(ordering: .relaxed) > before + 4_800 })
        #expect(rig.said("manual: usb is gone; the session goes on without sound until it is back"))
        #expect(rig.counts == DeviceCounts(losses: 1))
        #expect(await eventually { rig.host.fades.isSilent })
        #expect(await eventually { rig.host.latestReport.state == "waiting" })
        #expect(rig.jumps == 0)
      }
    }

    @Test(arguments: [1, 2, 3, 64, 128])
    func theClockSitsInForAnyNumberOfPeriods(_ periods: Int) async throws {
      try await withFailoverRig(
        cards: ["usb"], device: "driver: alsa, name: usb",
        change: { $0.change("usb") { $0.periods = periods } }
      ) { rig in
        #expect(await rig.playsAloud("usb"))
        #expect(rig.format.periods == periods)
        let frames = rig.format.periodFrames
        rig.devices.unplug("usb")
        #expect(await eventually { rig.driverName == "clock" }, "\(rig.events)")
        #expect(rig.format.periodFrames == frames)
        #expect(await eventually { rig.counts == DeviceCounts(losses: 1) })
      }
    }

    @Test func itPlaysAgainWhenItIsBackAndItsStateIsKept() async throws {
      try await withFailoverRig(cards: ["usb"], device: "driver: alsa, name: usb") { rig in
        #expect(await rig.playsAloud("usb"))
        rig.devices.unplug("usb")
        #expect(await eventually { rig.driverName == "clock" })
        let node = rig.host.live.nodes[1]
        rig.devices.plugIn("usb")
        #expect(await rig.play("usb") { rig.driverName == "manual" })
        #expect(await rig.playsAloud("usb"))
        #expect(rig.events.contains { $0.hasPrefix("manual: usb is back after ") })
        #expect(rig.counts == DeviceCounts(losses: 1, returns: 1))
        #expect(rig.host.live.nodes[1] === node)
        #expect(rig.jumps == 0)
        #expect(rig.devices["usb"].opens == 2)
        #expect(await eventually { rig.host.latestReport.state == "running" })
      }
    }

    @Test func whatIsRecordedHasNoStepAcrossALossAndAReturn() async throws {
      try await withHostFixture { fixture in
        let rig = try FailoverRig(
          fixture, cards: ["usb"], device: "driver: alsa, name: usb", records: true)
        #expect(await rig.playsAloud("usb"))
        for _ in 0..<3 {
          rig.devices.unplug("usb")
          #expect(await eventually { rig.driverName == "clock" && rig.host.fades.isSilent })
          rig.devices.plugIn("usb")
          #expect(await rig.play("usb") { rig.driverName == "manual" })
          #expect(await rig.playsAloud("usb"))
        }
        rig.host.end()
        let played = try fixture.read("played.wav")[0]
        #expect(FailoverRig.largestStep(played) <= FailoverRig.steepestFaded)
        #expect(rig.missed(of: played.count) == 0)
      }
    }

    @Test func whatIsCapturedHasNoStepAcrossALossAndAReturn() async throws {
      try await withHostFixture { fixture in
        let rig = try FailoverRig(
          fixture, cards: ["usb"], device: "driver: alsa, name: usb", records: true, input: 0.6)
        #expect(await rig.playsAloud("usb"))
        for _ in 0..<3 {
          rig.devices.unplug("usb")
          #expect(await eventually { rig.driverName == "clock" && rig.host.fades.isSilent })
          rig.devices.plugIn("usb")
          #expect(await rig.play("usb") { rig.driverName == "manual" })
          #expect(await rig.playsAloud("usb"))
        }
        rig.host.end()
        // 5 ms for what is captured, and 50 ms for what is played.
        let ofSeam: Float = 0.6 / 240
        let captured = try fixture.read("captured.wav")[0]
        #expect(captured.contains(0) && captured.last == 0.6)
        #expect(FailoverRig.largestStep(captured) <= ofSeam + 1e-6)
        let played = try fixture.read("played.wav")[0]
        #expect(FailoverRig.largestStep(played) <= ofSeam + 0.6 / 2_400 + 1e-5)
        #expect(rig.jumps == 0)
      }
    }

    @Test func theNextOfSeveralIsPlayedOnAndNotLeftForABetterOne() async throws {
      let choices = ["usb", "inner"].map(FailoverRig.choice)
      try await withFailoverRig(cards: ["usb", "inner"], choices: choices) { rig in
        #expect(await rig.playsAloud("usb"))
        rig.devices.unplug("usb")
        #expect(await rig.play("inner") { rig.deviceName == "inner" })
        #expect(await rig.playsAloud("inner"))
        #expect(rig.events.contains { $0.hasPrefix("manual: plays on inner now, after ") })
        rig.devices.plugIn("usb")
        try await Task.sleep(for: .milliseconds(500))
        #expect(await rig.playsAloud("inner"))
        #expect(rig.devices["usb"].opens == 1)
        rig.devices.unplug("inner")
        #expect(await rig.play("usb") { rig.deviceName == "usb" })
        #expect(await eventually { rig.counts == DeviceCounts(losses: 2, returns: 2) })
      }
    }

    @Test func atTheStartTheFirstThatCanBeHadIsTakenAndTheReasonSaysWhy() async throws {
      let choices = ["usb", "inner"].map(FailoverRig.choice)
      try await withFailoverRig(cards: ["inner"], choices: choices) { rig in
        #expect(rig.deviceName == "inner")
        #expect(rig.host.selection.reason == "no sound card usb, asked for")
      }
    }

    @Test func aDeviceThatIsBusyIsTriedAgainAndToldOnce() async throws {
      try await withFailoverRig(cards: ["usb"], device: "driver: alsa, name: usb") { rig in
        #expect(await rig.playsAloud("usb"))
        rig.devices.unplug("usb")
        rig.devices.change("usb") { $0.error = DriverError(.busy, "usb is in use by a daemon") }
        rig.devices.plugIn("usb")
        #expect(await eventually { rig.counts.failedOpens >= 3 })
        #expect(rig.events.filter { $0 == "usb is in use by a daemon; trying again" }.count == 1)
        rig.devices.change("usb") { $0.error = nil }
        #expect(await rig.play("usb") { rig.driverName == "manual" })
      }
    }

    @Test func aDeviceThatGivesNoPeriodIsLeftAndTriedAgain() async throws {
      try await withFailoverRig(cards: ["usb"], device: "driver: alsa, name: usb") { rig in
        #expect(await rig.playsAloud("usb"))
        rig.devices.unplug("usb")
        #expect(await eventually { rig.driverName == "clock" })
        rig.devices.plugIn("usb")
        // Nobody steps it.
        #expect(await eventually { rig.said("manual: usb does not play; trying again") })
        #expect(rig.driverName == "clock")
        #expect(await rig.play("usb") { rig.driverName == "manual" })
      }
    }

    @Test func aDeviceThatGoesAgainBeforeItPlaysIsLookedForAgain() async throws {
      try await withFailoverRig(cards: ["usb"], device: "driver: alsa, name: usb") { rig in
        #expect(await rig.playsAloud("usb"))
        rig.devices.unplug("usb")
        rig.devices.plugIn("usb")
        #expect(
          await eventually {
            rig.devices["usb"].opens == 2 && rig.devices["usb"].driver?.isRunning == true
          })
        rig.devices.unplug("usb")
        #expect(await eventually { rig.said("usb is gone again; trying again") })
        rig.devices.plugIn("usb")
        #expect(await rig.play("usb") { rig.driverName == "manual" })
        #expect(rig.counts.losses == 1)
      }
    }

    @Test func atAnotherRateTheGraphIsRebuiltAndTheRecordingGoesOnInAnotherFile() async throws {
      try await withHostFixture { fixture in
        let rig = try FailoverRig(
          fixture, cards: ["usb"], device: "driver: alsa, name: usb", records: true)
        #expect(await rig.playsAloud("usb"))
        rig.devices.unplug("usb")
        #expect(await eventually { rig.driverName == "clock" })
        rig.devices.change("usb") { $0.rate = 44_100 }
        rig.devices.plugIn("usb")
        #expect(await rig.play("usb") { rig.driverName == "manual" })
        #expect(rig.format.rate == 44_100)
        #expect(await rig.playsAloud("usb"))
        #expect(rig.said("the recording goes on in \(fixture.path("played-2.wav")), at 44100 Hz"))
        rig.host.end()
        let (first, second) = (
          try fixture.read("played.wav")[0], try fixture.read("played-2.wav")[0]
        )
        #expect(first.last == 0)
        #expect(second.first == 0)
        // 100 Hz at 44.1 kHz, and the fade in 2205 frames.
        let steepest: Float = 2 * Float.pi * 100 / 44_100
        let ofFade: Float = 1 / 2_205
        #expect(FailoverRig.largestStep(second) <= 0.5012 * (steepest + ofFade) + 1e-5)
        #expect(rig.missed(of: first.count + second.count) == 0)
        #expect(rig.jumps == 0)
      }
    }

    @Test func longerPeriodsThanBeforeArePlayed() async throws {
      try await withFailoverRig(cards: ["usb"], device: "driver: alsa, name: usb") { rig in
        #expect(await rig.playsAloud("usb"))
        rig.devices.unplug("usb")
        rig.devices.change("usb") { $0.periodFrames = 256 }
        rig.devices.plugIn("usb")
        #expect(
          await rig.play("usb") { rig.driverName == "manual" && rig.format.periodFrames == 256 })
        #expect(await rig.playsAloud("usb"))
        rig.devices.unplug("usb")
        #expect(await eventually { rig.driverName == "clock" })
        #expect(rig.format.periodFrames == 256)
      }
    }

    @Test func stopsAtOnceWhileNothingIsHeard() async throws {
      try await withFailoverRig(cards: ["usb"], device: "driver: alsa, name: usb") { rig in
        #expect(await rig.playsAloud("usb"))
        rig.devices.unplug("usb")
        #expect(await eventually { rig.driverName == "clock" && rig.host.fades.isSilent })
        rig.host.requestStop()
        #expect(rig.host.hasFaded)
      }
    }

    @Test func aLossDuringTheLastFadeStillEndsTheHost() async throws {
      try await withFailoverRig(cards: ["usb"], device: "driver: alsa, name: usb") { rig in
        #expect(await rig.playsAloud("usb"))
        rig.host.requestStop()
        rig.devices.unplug("usb")
        #expect(await eventually { rig.host.hasFaded })
        #expect(rig.driverName == "clock")
        #expect(!rig.said("did not play the fade"))
      }
    }
  }
}
