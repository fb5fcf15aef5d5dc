internal import CSampleRate

/// Frames of a file at another rate, with libsamplerate's best converter.
///
/// However it is cut into blocks, the samples are the same. The corresponding C functions are
/// `src_new`, `src_process` and `src_reset`.
final class RateConverter {
  let channelCount: Int
  /// After so many frames out it has taken exactly `inputPeriod` frames in.
  let outputPeriod: Int
  let inputPeriod: Int
  /// Frames out from which on it does not hear what came before it began.
  let settlingFrames: Int

  private let state: OpaquePointer
  private let ratio: Double
  private let input: UnsafeMutablePointer<Float>
  /// Frames of `input` that were not taken yet.
  private var pending = 0..<0
  private var isInputComplete = false
  private static let chunkFrames = 1024

  init(
    from rate: Int, to newRate: Int, channelCount: Int, path: String
  ) throws(SoundFileError) {
    ratio = Double(newRate) / Double(rate)
    guard newRate > 0, src_is_valid_ratio(ratio) != 0 else {
      throw SoundFileError(path: path, reason: "cannot be converted from \(rate) to \(newRate) Hz")
    }
    var code: Int32 = 0
    guard let state = src_new(Int32(SRC_SINC_BEST_QUALITY), Int32(channelCount), &code) else {
      throw SoundFileError(path: path, reason: String(cString: src_strerror(code)))
    }
    self.state = state
    self.channelCount = channelCount
    let divisor = Self.greatestCommonDivisor(rate, newRate)
    outputPeriod = newRate / divisor
    inputPeriod = rate / divisor
    // The filter is 287 frames long at the lower of both rates, and its middle is the present.
    settlingFrames = Int((512 * max(1, ratio)).rounded(.up))
    input = .allocate(capacity: Self.chunkFrames * channelCount)
  }

  deinit {
    input.deallocate()
    src_delete(state)
  }

  /// Forgets what it heard.
  func reset() {
    src_reset(state)
    pending = 0..<0
    isInputComplete = false
  }

  /// Converts interleaved frames; throws what libsamplerate says.
  ///
  /// - Returns: How many; fewer than asked for only at the end.
  func read(
    into target: UnsafeMutablePointer<Float>, frames: Int, from source: FileFrames
  ) throws(SoundFileError) -> Int {
    var done = 0
    while done < frames {
      if pending.isEmpty, !isInputComplete {
        pending = 0..<source.read(into: input, frames: Self.chunkFrames)
        isInputComplete = pending.count < Self.chunkFrames
      }
      var data = SRC_DATA()
      data.data_in = UnsafePointer(input + pending.lowerBound * channelCount)
      data.input_frames = pending.count
      data.data_out = target + done * channelCount
      data.output_frames = frames - done
      data.end_of_input = isInputComplete ? 1 : 0
      data.src_ratio = ratio
      let code = src_process(state, &data)
      guard code == 0 else {
        throw SoundFileError(
          path: source.window.reader.path, reason: String(cString: src_strerror(code)))
      }
      pending = pending.lowerBound + data.input_frames_used..<pending.upperBound
      done += data.output_frames_gen
      if isInputComplete, data.output_frames_gen == 0, data.input_frames_used == 0 { break }
    }
    return done
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
  }
}
