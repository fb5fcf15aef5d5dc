import Recording
import Telemetry

/// `tactus meter --record`: a recording from outside, of any host.
struct MeterRecording {
  let path: String
  let limit: ByteSize?

  /// How often the host is looked at; frames are written half as often, unless they tell news.
  static let lookSeconds = 0.125

  /// Records until the host ends or the user has enough, and says what was recorded.
  func record(from reader: TelemetryReader) throws {
    let writer = try RecordingLimit.writer(path: path, limit: limit)
    let interruption = Interruption()
    let signals = HostSignals(stop: { interruption.request() }, reload: {}, mute: {})
    defer { signals.cancel() }
    let feed = Result {
      try FrameFeed(reader).each(
        seconds: Self.lookSeconds, until: { interruption.isRequested }
      ) { frame in
        try writer.append(frame)
        return true
      }
    }
    try Console.standard.write("Recorded \(writer.frameCount) frames in \(path).")
    try feed.get()
  }
}
