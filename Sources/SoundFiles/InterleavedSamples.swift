internal import CSampleRate

/// Samples on their way from a file to a table.
struct InterleavedSamples: ~Copyable {
  let base: UnsafeMutablePointer<Float>
  let channelCount: Int
  /// Frames in use, at most as many as were asked for.
  var frames: Int

  init(frames: Int, channelCount: Int) {
    let count = max(1, frames * channelCount)
    base = .allocate(capacity: count)
    base.initialize(repeating: 0, count: count)
    self.frames = frames
    self.channelCount = channelCount
  }

  deinit { base.deallocate() }

  /// Refuses infinities and what is not a number: one of them in a feedback path stays for ever.
  func checkFinite(path: String) throws(SoundFileError) {
    for index in 0..<frames * channelCount where !base[index].isFinite {
      throw SoundFileError(
        path: path,
        reason: "holds a sample that is not a finite number, first at frame "
          + "\(index / channelCount), channel \(index % channelCount + 1)")
    }
  }

  /// The same sound at another rate, with libsamplerate's best converter.
  ///
  /// The corresponding C function is `src_simple`.
  func resampled(
    from rate: Int, to newRate: Int, path: String
  ) throws(SoundFileError) -> InterleavedSamples {
    let ratio = Double(newRate) / Double(rate)
    guard newRate > 0, src_is_valid_ratio(ratio) != 0 else {
      throw SoundFileError(path: path, reason: "cannot be converted from \(rate) to \(newRate) Hz")
    }
    let capacity = Int((Double(frames) * ratio).rounded(.up))
    var result = InterleavedSamples(frames: capacity, channelCount: channelCount)
    var data = SRC_DATA()
    data.data_in = UnsafePointer(base)
    data.data_out = result.base
    data.input_frames = frames
    data.output_frames = capacity
    data.src_ratio = ratio
    let code = src_simple(&data, Int32(SRC_SINC_BEST_QUALITY), Int32(channelCount))
    guard code == 0 else {
      throw SoundFileError(path: path, reason: String(cString: src_strerror(code)))
    }
    result.frames = data.output_frames_gen
    guard result.frames > 0 else {
      throw SoundFileError(path: path, reason: "is too short to be converted to \(newRate) Hz")
    }
    return result
  }
}
