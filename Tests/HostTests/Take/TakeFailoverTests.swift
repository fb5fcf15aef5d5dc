import CRealtime
import Drivers
import Foundation
import SoundFiles
import Telemetry
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  @Suite("Takes across lost devices", .serialized) struct TakeFailoverTests {
    /// Plays, loses the card, and plays on it again, which may be another then.
    private func take(
      _ fixture: HostFixture, input: Float?, onReturn change: (inout FakeDevices.Card) -> Void
    ) async throws {
      let rig = try FailoverRig(
        fixture, cards: ["usb"], device: "driver: alsa, name: usb", takes: true, input: input)
      defer { rig.host.end() }
      #expect(await rig.playsAloud("usb"))
      rig.devices.unplug("usb")
      #expect(await eventually { rig.driverName == "clock" && rig.host.fades.isSilent })
      rig.devices.change("usb", change)
      rig.devices.plugIn("usb")
      #expect(await rig.play("usb") { rig.driverName == "manual" })
      // To the end of the fade, and beyond.
      for _ in 0..<80 {
        rig.devices["usb"].driver?.step(capture: [[Float](repeating: 0.3, count: 64)])
      }
      #expect(rig.counts.returns == 1)
    }

    private func replayIsTheSame(
      input: Float?, onReturn change: (inout FakeDevices.Card) -> Void = { _ in },
      _ check: (HostFixture) throws -> Void = { _ in }
    ) async throws {
      try await untilNothingIsInDoubt { fixture in
        try await take(fixture, input: input, onReturn: change)
        let doubts = try Take(path: fixture.path("take")).doubts
        guard doubts.isEmpty else { return doubts }
        let played = try fixture.read("take/playback.w64")
        #expect(played[0].contains { abs($0) > 0.1 })
        let again = try fixture.replayTake(
          as: "again.w64", catalogues: [OnePlugin(FrameCounter())])
        #expect(again == played)
        try check(fixture)
        return []
      }
    }

    @Test func aToneIsTheSameAgain() async throws { try await replayIsTheSame(input: nil) }

    @Test func whatIsPlayedThroughIsTheSameAgain() async throws {
      try await replayIsTheSame(input: 0.6)
    }

    @Test func channelsTheReturnedCardDoesNotCaptureAreSilentInTheTake() async throws {
      try await replayIsTheSame(input: 0.6, onReturn: { $0.captureChannels = 0 }) { fixture in
        let captured = try fixture.read("take/capture.w64")
        let played = try fixture.read("take/playback.w64")
        #expect(captured.count == 1)
        #expect(captured[0].count == played[0].count)
        #expect(captured[0].suffix(80 * 64).allSatisfy { $0 == 0 })
      }
    }
  }

  @Suite("RecordingTap, channels that are missing") struct RecordingTapChannelsTests {
    @Test func areSilent() throws {
      let path = NSTemporaryDirectory() + "tap-" + UUID().uuidString + ".wav"
      defer { try? FileManager.default.removeItem(atPath: path) }
      let tap = try RecordingTap(path: path, rate: 8000, channels: 3, format: .float)
      var samples: [Float] = [0.25, 0.5]
      samples.withUnsafeMutableBufferPointer { samples in
        let capture: [UnsafePointer<Float>?] = [samples.baseAddress.map { UnsafePointer($0) }]
        let playback: [UnsafeMutablePointer<Float>?] = [samples.baseAddress]
        capture.withUnsafeBufferPointer { capture in
          playback.withUnsafeBufferPointer { playback in
            var period = rt_period()
            period.frames = 2
            tap.handle.writeCapture(&period)
            period.capture = capture.baseAddress
            period.capture_count = 1
            tap.handle.writeCapture(&period)
            period.playback = playback.baseAddress
            period.playback_count = 1
            tap.handle.writePlayback(&period)
          }
        }
      }
      _ = try tap.finish { _ in }
      let table = try SampleTable(reading: path, atRate: nil)
      let channels = (0..<3).map { channel in
        Array(UnsafeBufferPointer(start: table.channel(channel), count: table.frames))
      }
      let silence = [Float](repeating: 0, count: 6)
      #expect(channels == [[0, 0, 0.25, 0.5, 0.25, 0.5], silence, silence])
    }
  }
}
