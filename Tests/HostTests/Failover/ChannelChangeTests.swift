import Drivers
import Foundation
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  /// Sessions read again with other numbers of channels.
  @Suite("Channel changes", .serialized) struct ChannelChangeTests {
    private static let usb = "driver: alsa, name: usb"
    private static let exclusive: @Sendable (FakeDevices) -> Void = {
      $0.change("usb") { $0.isExclusive = true }
    }

    private func channels(_ rig: FailoverRig) -> [Int] {
      [rig.format.captureChannels, rig.format.playbackChannels]
    }

    private func levels(_ rig: FailoverRig) -> [String] {
      rig.host.latestReport.levels.map(\.name)
    }

    /// The loudest sample of each channel in a whole wave.
    private func peaks(_ rig: FailoverRig) -> [Float] {
      var peaks: [Float] = []
      for _ in 0..<8 {
        let played = rig.devices["usb"].driver?.step() ?? []
        let found = played.map { $0.map(abs).max() ?? 0 }
        peaks = found.enumerated().map { max($1, $0 < peaks.count ? peaks[$0] : 0) }
      }
      return peaks
    }

    @Test func theDeviceIsOpenedAgainWithThemAndNothingElseIsLost() async throws {
      try await withFailoverRig(
        cards: ["usb"], device: Self.usb, records: true, change: Self.exclusive
      ) { rig in
        #expect(await rig.playsAloud("usb"))
        let node = rig.host.live.nodes[1]
        try rig.reload(Self.usb, capture: 1, playback: 2)
        #expect(await rig.play("usb") { channels(rig) == [1, 2] && rig.driverName == "manual" })
        #expect(await rig.playsAloud("usb"))
        #expect(peaks(rig).count == 2)
        #expect(peaks(rig).allSatisfy { $0 > 0.5 })
        #expect(await eventually { levels(rig) == ["capture_1", "playback_1", "playback_2"] })
        try rig.reload(Self.usb)
        #expect(await rig.play("usb") { channels(rig) == [0, 1] && rig.driverName == "manual" })
        #expect(await rig.playsAloud("usb"))
        #expect(await eventually { levels(rig) == ["playback_1"] })
        #expect(rig.counts == DeviceCounts(switches: 2))
        #expect(rig.host.live.nodes[1] === node)
        #expect(rig.jumps == 0)
        rig.host.end()
        let files = try ["played.wav", "played-2.wav", "played-3.wav"].map(rig.fixture.read)
        #expect(files.map(\.count) == [1, 2, 1])
        for channel in files.joined() {
          #expect(FailoverRig.largestStep(channel) <= FailoverRig.steepestFaded)
        }
      }
    }

    @Test func aDeviceThatDoesNotHaveThemIsGoneBackTo() async throws {
      try await withFailoverRig(
        cards: ["usb"], device: Self.usb,
        change: { $0.change("usb") { ($0.isExclusive, $0.mostPlaybackChannels) = (true, 1) } }
      ) { rig in
        #expect(await rig.playsAloud("usb"))
        try rig.reload(Self.usb, playback: 2)
        #expect(await rig.play("usb") { rig.said("usb does not have 2 channels; trying again") })
        #expect(await rig.play("usb") { rig.said("manual: plays on usb again") })
        // The session's second channel is heard nowhere.
        #expect(await rig.playsAloud("usb"))
        #expect(channels(rig) == [0, 1])
        #expect(rig.counts.switches == 0)
        #expect(rig.jumps == 0)
      }
    }

    @Test func theyAreAskedForWhenTheDeviceIsBack() async throws {
      try await withFailoverRig(cards: ["usb"], device: Self.usb) { rig in
        #expect(await rig.playsAloud("usb"))
        rig.devices.unplug("usb")
        #expect(await eventually { rig.driverName == "clock" })
        try rig.reload(Self.usb, capture: 2, playback: 2)
        #expect(await eventually { rig.said("trying again") })
        rig.devices.plugIn("usb")
        #expect(await rig.play("usb") { channels(rig) == [2, 2] && rig.driverName == "manual" })
        #expect(await rig.playsAloud("usb"))
        #expect(peaks(rig).allSatisfy { $0 > 0.5 })
        #expect(rig.jumps == 0)
      }
    }

    @Test func anotherRateMayComeWithThem() async throws {
      try await withFailoverRig(
        cards: ["usb"], device: Self.usb, change: Self.exclusive
      ) { rig in
        #expect(await rig.playsAloud("usb"))
        try rig.reload("\(Self.usb), rate: 96000", playback: 2)
        #expect(await rig.play("usb") { channels(rig) == [0, 2] && rig.format.rate == 96_000 })
        #expect(
          await eventually {
            let peaks = peaks(rig)
            return peaks.count == 2 && peaks.allSatisfy { $0 > 0.5 }
          })
        #expect(rig.counts == DeviceCounts(switches: 1))
      }
    }

    @Test func aTakeEndsWithThem() async throws {
      try await withFailoverRig(
        cards: ["usb"], device: Self.usb, takes: true, change: Self.exclusive
      ) { rig in
        #expect(await rig.playsAloud("usb"))
        try rig.reload(Self.usb, playback: 2)
        #expect(await rig.play("usb") { channels(rig) == [0, 2] && rig.driverName == "manual" })
        #expect(await rig.playsAloud("usb"))
        #expect(rig.said("the take is complete: the device's rate, period or channels are others"))
      }
    }
  }
}
