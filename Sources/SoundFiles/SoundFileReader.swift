internal import CSndFile
internal import Foundation

/// Reads a sound file block by block as planar floats, with libsndfile.
///
/// Thread: control, one at a time.
public final class SoundFileReader {
  /// Opens a file; everything about it is known afterwards.
  ///
  /// The corresponding C function is `sf_open`.
  public init(path: String) throws(SoundFileError) {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
      isDirectory.boolValue
    {
      throw SoundFileError(path: path, reason: "is a directory, not a sound file")
    }
    var info = SF_INFO()
    guard let handle = sf_open(path, Int32(SFM_READ), &info) else {
      throw SoundFileError(path: path, handle: nil)
    }
    self.path = path
    self.handle = handle
    self.rate = Int(info.samplerate)
    self.channelCount = Int(info.channels)
    self.frames = Int(info.frames)
    self.isSeekable = info.seekable != 0
    scratch = .allocate(capacity: Self.chunkFrames * channelCount)
  }

  deinit {
    scratch.deallocate()
    sf_close(handle)
  }

  /// The file.
  public let path: String
  /// Frames per second.
  public let rate: Int
  /// Samples in one frame.
  public let channelCount: Int
  /// Frames in the file, as its header tells.
  public let frames: Int
  /// Whether `seek` can be used: not so for a pipe.
  public let isSeekable: Bool

  private let handle: OpaquePointer
  private let scratch: UnsafeMutablePointer<Float>
  private static let chunkFrames = 4096

  /// Reads up to `frames` frames, each channel to its own plane.
  ///
  /// The corresponding C function is `sf_readf_float`.
  ///
  /// - Returns: How many frames were read; fewer than asked only at the file's end.
  public func read(
    into planes: UnsafePointer<UnsafeMutablePointer<Float>>, frames: Int
  ) throws(SoundFileError) -> Int {
    var done = 0
    while done < frames {
      let got = try readInterleaved(into: scratch, frames: min(frames - done, Self.chunkFrames))
      for channel in 0..<channelCount {
        let plane = planes[channel] + done
        for frame in 0..<got { plane[frame] = scratch[frame * channelCount + channel] }
      }
      done += got
      if got == 0 { break }
    }
    return done
  }

  /// Reads up to `frames` frames as they lie in the file; 0 at its end.
  func readInterleaved(
    into target: UnsafeMutablePointer<Float>, frames: Int
  ) throws(SoundFileError) -> Int {
    let got = sf_readf_float(handle, target, sf_count_t(frames))
    guard got >= 0, got == frames || sf_error(handle) == 0 else {
      throw SoundFileError(path: path, handle: handle)
    }
    return Int(got)
  }

  /// Goes on reading at `frame`, counted from the start.
  ///
  /// The corresponding C function is `sf_seek`.
  public func seek(toFrame frame: Int) throws(SoundFileError) {
    guard sf_seek(handle, sf_count_t(frame), SEEK_SET) == frame else {
      throw SoundFileError(path: path, handle: handle)
    }
  }
}
