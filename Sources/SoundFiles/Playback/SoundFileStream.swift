/// A sound file read from its start to its end, or round and round, at any rate.
///
/// Takes the same memory however long the file is. After it was opened nothing is thrown: what
/// cannot be read is silence of its length, told by `takeProblem`. Thread: control, one at a time.
public final class SoundFileStream {
  /// Opens a file.
  ///
  /// The first frame is the one at `startSeconds`; a loop goes back to the file's first. Refused: a
  /// file without samples or one that cannot be played from its middle, a start behind its end, a
  /// rate that is out of the converter's reach.
  public convenience init(
    path: String, atRate rate: Int? = nil, loops: Bool = false, startSeconds: Double = 0
  ) throws(SoundFileError) {
    let reader = try SoundFileReader(path: path)
    guard reader.isSeekable else {
      throw SoundFileError(path: path, reason: "can only be read in one go: use a file on a disk")
    }
    try self.init(reader, atRate: rate, loops: loops, startSeconds: startSeconds)
  }

  init(
    _ reader: any FrameReader, atRate rate: Int? = nil, loops: Bool = false,
    startSeconds: Double = 0
  ) throws(SoundFileError) {
    guard reader.frames > 0 else {
      throw SoundFileError(path: reader.path, reason: "holds no samples")
    }
    let start = startSeconds * Double(reader.rate)
    guard start >= 0, start < Double(reader.frames) else {
      throw SoundFileError(
        path: reader.path,
        reason: "cannot be played from \(startSeconds) s on: it has "
          + "\(Double(reader.frames) / Double(reader.rate)) s")
    }
    self.rate = rate ?? reader.rate
    window = FileWindow(reader)
    startFrame = Int(start)
    source = FileFrames(window, loops: loops, from: startFrame)
    converter =
      self.rate == reader.rate
      ? nil
      : try RateConverter(
        from: reader.rate, to: self.rate, channelCount: reader.channelCount, path: reader.path)
  }

  /// The file.
  public var path: String { window.reader.path }
  /// Frames per second, as they are read.
  public let rate: Int
  /// Samples in one frame.
  public var channelCount: Int { window.reader.channelCount }
  /// Frames of the file that could not be read so far.
  public var unreadFrames: Int { window.unreadFrames }

  private let window: FileWindow
  private let source: FileFrames
  private let converter: RateConverter?
  private let startFrame: Int
  private var failure: SoundFileError?

  /// What went wrong first since it was opened; told once.
  public func takeProblem() -> SoundFileError? {
    defer { failure = nil }
    return window.takeProblem() ?? failure
  }

  /// Reads interleaved frames.
  ///
  /// - Returns: How many; fewer than asked for only at the end, which a loop does not have.
  public func read(into target: UnsafeMutablePointer<Float>, frames: Int) -> Int {
    guard let converter else { return source.read(into: target, frames: frames) }
    do throws(SoundFileError) {
      return try converter.read(into: target, frames: frames, from: source)
    } catch {
      failure = error
      return 0
    }
  }

  /// Goes on at a frame, counted from the stream's first at the stream's rate.
  ///
  /// With a converter the samples are those that reading on would have brought, but for rounding.
  public func seek(to frame: Int) {
    guard let converter else { return source.seek(to: startFrame + frame) }
    let periods = max(0, frame - converter.settlingFrames) / converter.outputPeriod
    source.seek(to: startFrame + periods * converter.inputPeriod)
    converter.reset()
    pass(frame - periods * converter.outputPeriod)
  }

  private func pass(_ frames: Int) {
    let chunk = UnsafeMutablePointer<Float>.allocate(capacity: FileWindow.frames * channelCount)
    defer { chunk.deallocate() }
    var left = frames
    while left > 0 {
      let asked = min(left, FileWindow.frames)
      guard read(into: chunk, frames: asked) == asked else { return }
      left -= asked
    }
  }
}
