import Drivers
import Testing

@testable import DriverALSA

extension ALSATests {
  @Suite(
    "Strict", .enabled(if: PrivateALSA.shared.faults != nil, "the C compiler is not there"))
  struct StrictTests {
    private func request(rate: Int? = nil, channels: Int = 2) -> StreamRequest {
      var request = StreamRequest(
        device: "tactus_44", rate: rate, periodFrames: 1, playbackChannels: channels)
      request.periods = 2
      return request
    }

    @Test func otherwiseTheNearestIsTakenAndSaid() throws {
      let driver = try ALSADriver.open(request(rate: 48_000, channels: 3))
      #expect(
        driver.adjustments == [
          "rate 48000 is not supported by tactus_44, using 44100",
          "a period of 1 is not supported by tactus_44, using 8",
          "3 playback channels are not supported by tactus_44, using 2",
        ])
    }

    @Test func everythingThatIsNotExactIsNamedInOneLine() {
      var request = request(rate: 48_000, channels: 3)
      request.isStrict = true
      let error = #expect(throws: DriverError.self) { try ALSADriver.open(request) }
      #expect(error?.code == .unsupported)
      #expect(
        error?.message
          == "tactus_44 cannot do exactly what was asked: rate 48000 (nearest: 44100), "
          + "a period of 1 (nearest: 8), 3 playback channels (nearest: 2); "
          + "ask for what it can, or leave strict out")
    }

    @Test func aFormatIsNamedWithTheRest() {
      var request = request(rate: 48_000)
      request.isStrict = true
      request.sampleFormat = "S32_LE"
      let error = #expect(throws: DriverError.self) { try ALSADriver.open(request) }
      #expect(error?.message.contains("playback in sample format S32_LE (nearest: S16_LE)") == true)
      #expect(error?.message.contains("rate 48000 (nearest: 44100)") == true)
    }

    @Test func whatIsExactIsTaken() throws {
      var request = StreamRequest(
        device: "tactus_44", rate: 44_100, periodFrames: 64, periods: 2, playbackChannels: 2)
      request.isStrict = true
      request.sampleFormat = "S16_LE"
      #expect(try ALSADriver.open(request).adjustments == [])
    }

    /// What the library would make of the card's own rate is not the card's.
    @Test func ratesAreNotConverted() throws {
      var request = StreamRequest(device: "plug:tactus_44", rate: 48_000)
      #expect(try ALSADriver.open(request).format.rate == 48_000)
      request.isStrict = true
      let error = #expect(throws: DriverError.self) { try ALSADriver.open(request) }
      #expect(error?.message.contains("rate 48000 (nearest: 44100)") == true)
    }
  }
}
