/// Any place of a file, seen through a window of some thousand frames.
///
/// The window stays where it is while it is asked for frames inside it, so that a file that fits is
/// read once, however often it is played. What cannot be read is silence of its length, counted and
/// told once. Thread: control, one at a time.
final class FileWindow {
  static let frames = 4096

  let reader: any FrameReader
  /// Frames that were to be read and could not.
  private(set) var unreadFrames = 0
  private var problem: SoundFileError?
  private var hasProblem = false
  private let samples: UnsafeMutablePointer<Float>
  /// The frames in the window.
  private var range = 0..<0
  /// Where the reader is; nil when nobody knows.
  private var cursor: Int? = 0

  init(_ reader: any FrameReader) {
    self.reader = reader
    samples = .allocate(capacity: Self.frames * reader.channelCount)
  }

  deinit { samples.deallocate() }

  /// What went wrong first; told once.
  func takeProblem() -> SoundFileError? {
    defer { problem = nil }
    return problem
  }

  /// Copies frames that the file should have, from `frame` on.
  ///
  /// - Returns: How many: at least one, fewer than asked for at the window's end.
  func copy(from frame: Int, to target: UnsafeMutablePointer<Float>, frames: Int) -> Int {
    if !range.contains(frame) { move(to: frame) }
    let count = min(frames, range.upperBound - frame)
    let channels = reader.channelCount
    target.update(
      from: samples + (frame - range.lowerBound) * channels, count: count * channels)
    return count
  }

  private func move(to frame: Int) {
    range = frame..<min(frame + Self.frames, reader.frames)
    var got = 0
    do throws(SoundFileError) {
      if cursor != frame { try reader.seek(toFrame: frame) }
      got = try reader.readInterleaved(into: samples, frames: range.count)
      cursor = frame + got
      if got < range.count { note("ends at frame \(frame + got) of \(reader.frames)") }
    } catch {
      cursor = nil
      note("\(error.reason), at frame \(frame)")
    }
    unreadFrames += range.count - got
    let channels = reader.channelCount
    (samples + got * channels).update(repeating: 0, count: (range.count - got) * channels)
    silenceWhatIsNotFinite(count: got * channels)
  }

  /// One infinity in a feedback path stays for ever.
  private func silenceWhatIsNotFinite(count: Int) {
    for index in 0..<count where !samples[index].isFinite {
      samples[index] = 0
      if hasProblem { continue }
      let (frame, channel) = index.quotientAndRemainder(dividingBy: reader.channelCount)
      note(
        "holds a sample that is not a finite number at frame \(range.lowerBound + frame), "
          + "channel \(channel + 1)")
    }
  }

  private func note(_ reason: String) {
    if hasProblem { return }
    hasProblem = true
    problem = SoundFileError(path: reader.path, reason: "\(reason); silence in its place")
  }
}
