import Testing

@testable import Signal

@Suite("Impulse response") struct ImpulseResponseTests {
  private func problem(_ samples: [[Float]], channels: Int = 2, rate: Int = 48_000) -> String? {
    do throws(ImpulseResponseError) {
      _ = try ImpulseResponse(samples, channels: channels, rate: rate)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func oneChannelIsForAll() throws {
    let response = try ImpulseResponse([[1, 2]], channels: 3, rate: 48_000)
    #expect(response.paths.map(\.output) == [0, 1, 2])
    #expect(response.paths.map(\.response) == [0, 0, 0])
  }

  @Test func fourChannelsAreTwoByTwo() throws {
    let response = try ImpulseResponse([[1], [2], [3], [4]], channels: 2, rate: 48_000)
    #expect(response.paths.map(\.input) == [0, 0, 1, 1])
    #expect(response.paths.map(\.output) == [0, 1, 0, 1])
    #expect(response.paths.map(\.response) == [0, 1, 2, 3])
  }

  @Test func silentEndIsLeftOff() throws {
    let tail = [Float](repeating: 1e-7, count: 500)
    let response = try ImpulseResponse([[1, 0, 0.5] + tail], channels: 1, rate: 48_000)
    #expect(response.responses == [[1, 0, 0.5]])
  }

  @Test func predelayComesFirst() throws {
    let response = try ImpulseResponse(
      [[1], [0.5, 0.5]], channels: 2, predelayFrames: 3, rate: 48_000)
    #expect(response.responses == [[0, 0, 0, 1], [0, 0, 0, 0.5, 0.5]])
    #expect(response.frames == 5)
  }

  @Test func refusesOtherChannels() {
    #expect(
      problem([[1], [1], [1]])
        == "has 3 channels; 1, 2 or 4 are needed to convolve 2")
    #expect(
      problem([[1], [1], [1], [1]], channels: 1)
        == "has 4 channels; 1 is needed to convolve 1")
  }

  @Test func refusesWhatIsNoResponse() {
    #expect(problem([[]]) == "holds no samples")
    #expect(problem([[0, 0], [0, 0]]) == "is silent")
    #expect(problem([[1, .nan]]) == "has samples that are not finite numbers")
    #expect(problem([[1, .infinity]]) == "has samples that are not finite numbers")
  }

  @Test func refusesWhatIsTooLong() {
    let frames = ImpulseResponse.maximumSeconds * 100
    #expect(problem([noise(frames)], rate: 100) == nil)
    #expect(problem([noise(frames + 1)], rate: 100) == "is longer than 12 seconds")
  }
}
