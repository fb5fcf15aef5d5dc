/// What a window reads from: a sound file, or what a test puts in its place.
///
/// Thread: control, one at a time.
protocol FrameReader: AnyObject {
  /// The file.
  var path: String { get }
  /// Frames per second.
  var rate: Int { get }
  /// Samples in one frame.
  var channelCount: Int { get }
  /// Frames in the file, as its header tells.
  var frames: Int { get }

  /// Reads up to `frames` frames as they lie in the file; fewer only at its end.
  func readInterleaved(
    into target: UnsafeMutablePointer<Float>, frames: Int
  ) throws(SoundFileError) -> Int

  /// Goes on reading at `frame`.
  func seek(toFrame frame: Int) throws(SoundFileError)
}

extension SoundFileReader: FrameReader {}
