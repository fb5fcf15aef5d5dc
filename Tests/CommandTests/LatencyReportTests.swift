import Drivers
import RoundTrip
import Testing

@testable import Command

@Suite("LatencyReport") struct LatencyReportTests {
  @Test func tellsTheFigures() throws {
    let text = report([pair(measurement(768.25), route: .init(reportedFrames: 768))])
    #expect(text.contains("PAIR          FRAMES      MS  REPORTED  DIFFERENCE  SPREAD    LEVEL"))
    #expect(text.contains("out 1 > in 1  768.25  16.005       768       +0.25    0.02  -3.1 dB"))
    #expect(!text.contains("JACK"))
    expectFits(text)
  }

  @Test func keepsWhatJACKAddsApart() throws {
    let text = report([pair(measurement(393), route: .init(reportedFrames: 0, turnFrames: 256))])
    #expect(text.contains("out 1 > in 1   137.0  2.854  +256   393.0         0      +137.0"))
    #expect(text.contains("JACK: what comes round in its graph takes one period more"))
  }

  @Test func tellsWhatIsWrongWithASignal() {
    var measurement = measurement(100)
    measurement.isInverted = true
    measurement.isClipped = true
    measurement.echo = .init(delayFrames: 612.3, decibelsBelow: 4)
    let text = report([pair(measurement)])
    #expect(text.contains("out 1 > in 1: it comes back upside down"))
    #expect(text.contains("out 1 > in 1: clipped; turn the level down"))
    #expect(text.contains("it comes back twice: also after 612.3 frames, 4.0 dB below"))
    #expect(text.contains("nothing"))
  }

  @Test(arguments: [
    (RoundTripResult.none(.noSignal), "out 1: no signal came back; connect it to an input"),
    (.none(.tooLate), "out 1 > in 1: it takes more than 12000 frames; give --longest"),
    (.none(.unsteady), "out 1 > in 1: it comes back at times only, or at changing places"),
    (nil, "out 1 > in 1: xruns each time; choose a longer period"),
  ])
  func tellsWhyThereIsNoFigure(result: RoundTripResult?, words: String) {
    let text = report([
      LatencyReport.Pair(
        playback: 0, capture: 0, result: result, route: LatencyRoute(), rate: 48_000)
    ])
    #expect(text.contains(words))
    #expect(!text.contains("PAIR"))
  }

  @Test func saysNothingOfPairsThatAreNotConnected() {
    let other = LatencyReport.Pair(
      playback: 0, capture: 1, result: .none(.noSignal), route: LatencyRoute(), rate: 48_000)
    let text = report([pair(measurement(100)), other])
    #expect(!text.contains("no signal"))
    #expect(!text.contains("in 2"))
  }

  @Test(arguments: [
    (137.0, "137.0"), (137.004, "137.0"), (137.25, "137.25"), (-0.001, "0.0"), (0.1, "0.1"),
  ])
  func writesFramesShortly(value: Double, text: String) {
    #expect(LatencyReport.frames(value) == text)
  }

  @Test func isData() throws {
    let report = LatencyReport(
      driver: "alsa", device: "hw:0", format: Self.format, adjustments: [],
      longestFrames: 12_000, pairs: [pair(measurement(768.25))])
    let object = try json(report)
    #expect(
      Set(object.keys)
        == ["driver", "device", "format", "adjustments", "longestFrames", "pairs"])
    let pairs = try #require(object["pairs"] as? [[String: Any]])
    #expect(pairs[0]["outcome"] as? String == "measured")
    #expect(pairs[0]["latencyFrames"] as? Double == 768.25)
    #expect(pairs[0]["playback"] as? Int == 1)
  }

  private static let format = StreamFormat(
    rate: 48_000, periodFrames: 256, periods: 3, captureChannels: 1, playbackChannels: 1)

  private func measurement(_ frames: Double) -> RoundTripResult.Measurement {
    .init(
      delayFrames: frames, spreadFrames: 0.02, gainDecibels: -3.1, isInverted: false,
      isClipped: false, echo: nil)
  }

  private func pair(
    _ measurement: RoundTripResult.Measurement, route: LatencyRoute = LatencyRoute()
  ) -> LatencyReport.Pair {
    LatencyReport.Pair(
      playback: 0, capture: 0, result: .measured(measurement), route: route, rate: 48_000)
  }

  private func report(_ pairs: [LatencyReport.Pair]) -> String {
    LatencyReport(
      driver: "alsa", device: "hw:0", format: Self.format, adjustments: [],
      longestFrames: 12_000, pairs: pairs
    ).text(columns: 80)
  }
}
