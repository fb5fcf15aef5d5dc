import Meter
import Recording
import Telemetry

/// A recording as the meter plays it.
struct RecordedFrames: FrameSource {
  private let reader: RecordingReader
  private let path: String

  init(path: String) throws(RecordingError) {
    reader = try RecordingReader(path: path)
    self.path = path
  }

  var durationNanoseconds: Int64 { reader.durationNanoseconds }

  mutating func frame(at nanoseconds: Int64) throws(FrameSourceError) -> TelemetryFrame {
    do throws(RecordingError) {
      if let found = try reader.frame(atNanoseconds: nanoseconds) { return found.content }
    } catch {
      throw FrameSourceError("\(error)")
    }
    throw FrameSourceError("\(path): there is no frame that can be read from here on")
  }
}
