import Telemetry
import Testing

@testable import Meter

@Suite("Playback") struct PlaybackTests {
  private static let second: Int64 = 1_000_000_000

  /// A hundred seconds, four frames in each, with causes at 20 s and 60 s.
  private struct Recorded: FrameSource {
    let durationNanoseconds = 100 * PlaybackTests.second

    mutating func frame(at nanoseconds: Int64) throws(FrameSourceError) -> TelemetryFrame {
      var frame = TelemetryFrame()
      let quarter = PlaybackTests.second / 4
      frame.uptimeNanoseconds = max(0, nanoseconds) / quarter * quarter
      let known = [20, 60].filter { Int64($0) * PlaybackTests.second <= frame.uptimeNanoseconds }
      frame.causes = known.indices.map { .sample(UInt64($0) + 1) }
      return frame
    }
  }

  @Test func playsByTheClockAndStopsAtTheEnd() throws {
    let playback = Playback(Recorded())
    #expect(try playback.frame(now: 5).uptimeNanoseconds == 0)
    #expect(try playback.frame(now: 5 + Self.second).uptimeNanoseconds == Self.second)
    try playback.perform(.faster)
    #expect(try playback.frame(now: 5 + 2 * Self.second).uptimeNanoseconds == 3 * Self.second)
    #expect(playback.status.speed == 2)
    _ = try playback.frame(now: 5 + 900 * Self.second)
    #expect(playback.position == 100 * Self.second && playback.isPaused)
    try playback.perform(.togglePause)
    #expect(playback.position == 0 && !playback.isPaused)
  }

  @Test func pausedRecordingStandsStill() throws {
    let playback = Playback(Recorded())
    _ = try playback.frame(now: 0)
    try playback.perform(.togglePause)
    #expect(try playback.frame(now: 7 * Self.second).uptimeNanoseconds == 0)
    try playback.perform(.togglePause)
    #expect(try playback.frame(now: 8 * Self.second).uptimeNanoseconds == Self.second)
  }

  @Test func movesStayInside() throws {
    let playback = Playback(Recorded())
    try playback.perform(.move(seconds: -10))
    #expect(playback.position == 0)
    try playback.perform(.move(seconds: 10))
    #expect(playback.position == 10 * Self.second)
    try playback.perform(.toEnd)
    try playback.perform(.move(seconds: 1))
    #expect(playback.position == 100 * Self.second)
  }

  @Test func goesFromCauseToCause() throws {
    let playback = Playback(Recorded())
    var places: [Int64] = []
    for direction in [1, 1, 1, -1, -1] {
      try playback.perform(.cause(direction))
      places.append(playback.position / Self.second)
    }
    #expect(places == [20, 60, 60, 20, 0])
    #expect(playback.isPaused)
    try playback.perform(.move(seconds: 30))
    try playback.perform(.cause(-1))
    #expect(playback.position == 20 * Self.second)
  }
}
