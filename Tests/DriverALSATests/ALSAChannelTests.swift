import Drivers
import Foundation
import Synchronization
import TestSupport
import Testing
import WorkQueues

@testable import DriverALSA

extension ALSATests {
  @Suite(
    "Channels", .serialized,
    .enabled(if: PrivateALSA.shared.faults != nil, "the C compiler is not there"))
  struct ChannelTests {
    private let alsa = PrivateALSA.shared

    private func refusal(_ request: StreamRequest) -> DriverError? {
      #expect(throws: DriverError.self) { try ALSADriver.open(request) }
    }

    private func playing(_ map: [DeviceChannel], on device: String) -> StreamRequest {
      var request = StreamRequest(device: device, periodFrames: 64, playbackChannels: map.count)
      request.playbackMap = map
      return request
    }

    private func run(_ request: StreamRequest) async throws -> (ALSADriver, SignalSource) {
      let platform = try WorkPlatform()
      defer { platform.shutdown() }
      let queue = try platform.makeQueue(named: "audio", kind: .multithreaded(workers: 1))
      let source = SignalSource()
      let driver = try ALSADriver.open(request)
      try driver.start(source.callback, on: queue)
      #expect(await eventually { source.periodCount >= 10 })
      driver.stop()
      return (driver, source)
    }

    @Test(arguments: [[5, 0], ["LFE", "FL"], [5, "fl"]] as [[DeviceChannel]])
    func playsToTheChannelsThatAreNamed(_ map: [DeviceChannel]) async throws {
      let (driver, _) = try await run(playing(map, on: "tactus_six"))
      let bytes = try alsa.played(by: "tactus_six")
      let frames = driver.format.periods * 64
      for (source, target) in [(0, 5), (1, 0), (-1, 1), (-1, 2), (-1, 3), (-1, 4)] {
        let played = Reference.decode(bytes, channel: target, of: 6, driver.sampleFormat)
        let expected = played.indices.map { index in
          source < 0 || index < frames
            ? 0 : SignalSource.sample(index - frames, channel: source)
        }
        let bytes = Reference.encode([expected], driver.sampleFormat)
        #expect(played == Reference.decode(bytes, channel: 0, of: 1, driver.sampleFormat))
      }
      #expect(driver.details.first?.contains("channels 6 1 (LFE FL) of 6") == true)
    }

    @Test func capturesTheChannelsThatAreNamed() async throws {
      let frames = 10 * 64
      let format = SampleFormat.s16
      let bytes = SignalSource.encoded(frames: frames, channels: 6) {
        Reference.encode($0, format)
      }
      try Data(bytes).write(to: alsa.input)
      var request = StreamRequest(
        device: "tactus_six", periodFrames: 64, captureChannels: 3, playbackChannels: 0)
      request.sampleFormat = format.name
      request.captureMap = ["FC", 1, "FC"]
      let (_, source) = try await run(request)
      let captured = source.captured.withLock { $0 }
      for (channel, device) in [4, 1, 4].enumerated() {
        let expected = Reference.decode(bytes, channel: device, of: 6, format)
        #expect(captured[channel].prefix(frames).elementsEqual(expected))
      }
    }

    @Test func tellsWhereTheChannelsAre() throws {
      let driver = try ALSADriver.open(StreamRequest(device: "tactus_six"))
      let channels = try #require(driver.playbackChannels)
      #expect(channels.positions == ["FL", "FR", "RL", "RR", "FC", "LFE"])
      #expect(channels.index(of: "lfe") == 5)
      #expect(channels.index(of: "SL") == nil)
      #expect(driver.captureChannels == nil)
      let offered = try ALSAChannels.offered(by: "tactus_hdmi")
      #expect(offered.map(\.positions.count) == [2, 6, 6])
      #expect(try ALSAChannels.offered(by: "null") == [])
    }

    @Test func setsTheMapThatHasTheChannels() throws {
      let front = try ALSADriver.open(playing(["FR", "FL"], on: "tactus_hdmi"))
      #expect(front.playbackChannels?.positions == ["FL", "FR"])
      let side = try ALSADriver.open(playing(["SL", "SR"], on: "tactus_hdmi"))
      #expect(side.playbackChannels?.positions == ["FL", "FR", "FC", "LFE", "SL", "SR"])
      #expect(side.details.first?.contains("channels 5 6 (SL SR) of 6") == true)
    }

    @Test func channelsTheDeviceLacksAreRefusedByName() {
      let position = refusal(playing(["FL", "TC"], on: "tactus_six"))
      #expect(position?.code == .unsupported)
      #expect(
        position?.message == "tactus_six has no playback channel TC: it has FL FR RL RR FC LFE")
      let number = refusal(playing([0, 6], on: "tactus_six"))
      #expect(
        number?.message == "tactus_six has no playback channel 7: it has FL FR RL RR FC LFE")
      let unnamed = refusal(playing(["FL"], on: "tactus_card"))
      #expect(unnamed?.message.contains("has no playback channel FL") == true)
    }

    @Test func mapsThatMakeNoSenseAreRefused() {
      #expect(refusal(playing([1, 1], on: "tactus_six"))?.message.contains("twice") == true)
      #expect(refusal(playing([5, "LFE"], on: "tactus_six"))?.code == .unsupported)
      #expect(refusal(playing([-1], on: "tactus_six"))?.code == .unsupported)
      var request = StreamRequest(device: "tactus_six", captureChannels: 2)
      request.captureMap = [0]
      #expect(refusal(request)?.message.contains("1 channels, not 2") == true)
    }
  }
}
