import Foundation
import SoundFiles
import Testing

/// A sound of two channels, a cosine and a sine of 100 Hz, which says of each frame where in the
/// file it is, at whatever gain.
enum TurningSound {
  static let level: Float = 0.4
  static let radiansPerFrame = 2 * Double.pi * 100 / 48_000

  /// Writes a second of it, which can be looped.
  static func write(to path: String) throws {
    let samples = (0..<48_000).flatMap { frame -> [Float] in
      let angle = radiansPerFrame * Double(frame)
      return [level * Float(cos(angle)), level * Float(sin(angle))]
    }
    let writer = try SoundFileWriter(path: path, rate: 48_000, channelCount: 2)
    try writer.write(interleaved: samples, frames: 48_000)
    try writer.close()
  }

  /// What became of it in a recording.
  struct Played {
    /// The largest step from one frame to the next, in either channel.
    private(set) var largestStep: Float = 0
    /// Silences between what is heard.
    private(set) var silences = 0
    /// Frames that are not of the place in the file where they would be had nothing happened.
    private(set) var misplacedFrames = 0
    /// Whether the last frame is silent.
    private(set) var endsSilent = false

    init(reading path: String) throws {
      let table = try SampleTable(reading: path, atRate: nil)
      try #require(table.channelCount == 2)
      let (left, right) = (table.channel(0), table.channel(1))
      var before: (left: Float, right: Float) = (0, 0)
      var firstAngle: Double?
      var isSilent = true
      for frame in 0..<table.frames {
        let now = (left: left[frame], right: right[frame])
        largestStep = max(largestStep, abs(now.left - before.left), abs(now.right - before.right))
        before = now
        let level = max(abs(now.left), abs(now.right))
        if level == 0 {
          isSilent = true
        } else if isSilent {
          if firstAngle != nil { silences += 1 }
          isSilent = false
        }
        guard level > 0.05 else { continue }
        let angle =
          atan2(Double(now.right), Double(now.left)) - TurningSound.radiansPerFrame * Double(frame)
        let first = firstAngle ?? angle
        firstAngle = first
        // A tenth of a frame.
        if cos(angle - first) < cos(TurningSound.radiansPerFrame / 10) { misplacedFrames += 1 }
      }
      endsSilent = isSilent
    }
  }
}
