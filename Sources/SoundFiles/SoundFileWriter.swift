internal import CSndFile

/// Writes floats to a sound file, with libsndfile.
///
/// The same samples make the same file, byte for byte: nothing in it depends on the time.
/// Thread: control, one at a time.
public final class SoundFileWriter {
  /// Creates the file, replacing one that is there; its extension chooses the container.
  ///
  /// `sampleFormat` nil stands for float, or 24 bits in FLAC. Integer formats round to nearest
  /// and clip. The corresponding C function is `sf_open`.
  public init(
    path: String, rate: Int, channelCount: Int, sampleFormat: SampleFormat? = nil
  ) throws(SoundFileError) {
    let container = try Self.container(path: path)
    let sampleFormat = sampleFormat ?? container.defaultSampleFormat
    var info = try Self.info(
      path: path, container: container, sampleFormat: sampleFormat, rate: rate,
      channelCount: channelCount)
    guard let handle = sf_open(path, Int32(SFM_WRITE), &info) else {
      throw SoundFileError(path: path, handle: nil)
    }
    // The peak chunk carries the time of writing: two renders of one session would differ.
    sf_command(handle, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE))
    self.path = path
    self.handle = handle
    self.container = container
    self.rate = rate
    self.channelCount = channelCount
    self.sampleFormat = sampleFormat
    floats = .allocate(capacity: Self.chunkFrames * channelCount)
    integers = .allocate(capacity: Self.chunkFrames * channelCount)
  }

  deinit {
    if let handle { sf_close(handle) }
    floats.deallocate()
    integers.deallocate()
  }

  /// The file.
  public let path: String
  /// Frames per second.
  public let rate: Int
  /// Samples in one frame.
  public let channelCount: Int
  /// How samples are stored.
  public let sampleFormat: SampleFormat
  /// Frames written so far.
  public private(set) var framesWritten = 0

  private let container: SoundFileContainer
  private var handle: OpaquePointer?
  private let floats: UnsafeMutablePointer<Float>
  private let integers: UnsafeMutablePointer<Int32>
  private static let chunkFrames = 4096

  /// Appends planar samples; `planes` holds `channelCount` pointers, nil for a silent channel.
  public func write(
    _ planes: UnsafePointer<UnsafePointer<Float>?>, frames: Int
  ) throws(SoundFileError) {
    var done = 0
    while done < frames {
      let count = min(frames - done, Self.chunkFrames)
      for channel in 0..<channelCount {
        let plane = planes[channel]
        for frame in 0..<count {
          floats[frame * channelCount + channel] = plane?[done + frame] ?? 0
        }
      }
      try writeChunk(floats, frames: count)
      done += count
    }
  }

  /// Appends interleaved samples.
  ///
  /// The corresponding C functions are `sf_writef_float` and `sf_writef_int`.
  public func write(
    interleaved samples: UnsafePointer<Float>, frames: Int
  ) throws(SoundFileError) {
    var done = 0
    while done < frames {
      let count = min(frames - done, Self.chunkFrames)
      try writeChunk(samples + done * channelCount, frames: count)
      done += count
    }
  }

  /// Brings the header up to date with what was written, so that the file can be read as it is.
  ///
  /// FLAC has no header to change on the way: its frames can be read without. The corresponding C
  /// constant is `SFC_UPDATE_HEADER_NOW`.
  public func updateHeader() throws(SoundFileError) {
    guard let handle, container != .flac else { return }
    sf_command(handle, Int32(SFC_UPDATE_HEADER_NOW), nil, 0)
    guard sf_error(handle) == 0 else { throw SoundFileError(path: path, handle: handle) }
  }

  /// Completes the header and closes the file; reports what could not be written.
  ///
  /// Calling it again does nothing. The corresponding C function is `sf_close`.
  public func close() throws(SoundFileError) {
    guard let handle else { return }
    self.handle = nil
    // sf_close does not tell when the final header cannot be written: write it and look.
    sf_command(handle, Int32(SFC_UPDATE_HEADER_NOW), nil, 0)
    let failure = sf_error(handle) == 0 ? nil : SoundFileError(path: path, handle: handle)
    let code = sf_close(handle)
    if let failure { throw failure }
    guard code == 0 else {
      throw SoundFileError(path: path, reason: String(cString: sf_error_number(code)))
    }
    if container == .flac { try checkComplete() }
  }

  /// Looks whether a FLAC file is whole: its encoder writes the last block while libsndfile
  /// closes, which keeps an error there to itself.
  private func checkComplete() throws(SoundFileError) {
    guard framesWritten > 0 else { return }
    let frames = (try? SoundFileReader(path: path))?.frames ?? 0
    guard frames == framesWritten else {
      throw SoundFileError(path: path, reason: "could not be completed: is the disk full?")
    }
  }

  private func writeChunk(
    _ samples: UnsafePointer<Float>, frames: Int
  ) throws(SoundFileError) {
    guard let handle else { throw SoundFileError(path: path, reason: "is closed already") }
    let written: sf_count_t
    if let bits = sampleFormat.integerBits {
      quantise(samples, count: frames * channelCount, bits: bits)
      written = sf_writef_int(handle, integers, sf_count_t(frames))
    } else {
      written = sf_writef_float(handle, samples, sf_count_t(frames))
    }
    framesWritten += max(0, Int(written))
    guard written == frames else { throw SoundFileError(path: path, handle: handle) }
  }

  /// Rounds to `bits` and aligns left, as libsndfile takes integers.
  ///
  /// libsndfile scales floats by 32767 when writing and 32768 when reading, so that a 16-bit file
  /// read and written would come out changed. One scale for both ways keeps it bit for bit.
  private func quantise(_ samples: UnsafePointer<Float>, count: Int, bits: Int32) {
    let scale = Double(Int64(1) << (bits - 1))
    for index in 0..<count {
      let sample = Double(samples[index])
      let scaled = sample.isNaN ? 0 : (sample * scale).rounded(.toNearestOrEven)
      integers[index] = Int32(min(max(scaled, -scale), scale - 1)) << (32 - bits)
    }
  }
}

extension SoundFileWriter {
  private static func container(path: String) throws(SoundFileError) -> SoundFileContainer {
    guard let container = SoundFileContainer(path: path) else {
      throw SoundFileError(
        path: path, reason: "cannot tell the kind of file: use .wav, .flac, .w64 or .aiff")
    }
    return container
  }

  private static func info(
    path: String, container: SoundFileContainer, sampleFormat: SampleFormat, rate: Int,
    channelCount: Int
  ) throws(SoundFileError) -> SF_INFO {
    guard container.supports(sampleFormat) else {
      throw SoundFileError(
        path: path, reason: "FLAC holds pcm16 or pcm24, not \(sampleFormat.rawValue)")
    }
    var info = SF_INFO()
    info.samplerate = Int32(clamping: rate)
    info.channels = Int32(clamping: channelCount)
    info.format = container.code(sampleFormat)
    guard sf_format_check(&info) != 0 else {
      throw SoundFileError(
        path: path,
        reason: "a \(container.rawValue) file cannot hold \(channelCount) channels at \(rate) Hz")
    }
    return info
  }
}
