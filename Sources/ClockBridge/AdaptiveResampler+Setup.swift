// Setup for the cycle; nothing here runs in it.
import CSampleRate

extension AdaptiveResampler {
  /// The library's middle quality: 121 dB, nine tenths of the band, for 0.6 % of a core in stereo.
  ///
  /// The fastest has 97 dB and eight tenths at half the price, the best 144 dB at nearly three
  /// times.
  private static let quality = Int32(SRC_SINC_MEDIUM_QUALITY)
  /// What the library takes.
  static let channelLimit = 128

  /// Makes a resampler for up to `maximumFrames` output frames at about `ratio`.
  ///
  /// nil when the library refuses: no memory, too many channels, a ratio beyond 1 to 256. Thread:
  /// control.
  static func make(channelCount: Int, maximumFrames: Int, ratio: Double) -> AdaptiveResampler? {
    guard src_is_valid_ratio(ratio) != 0 else { return nil }
    var error: Int32 = 0
    guard let converter = src_new(quality, Int32(channelCount), &error) else { return nil }
    let lookAhead = lookAheadFrames(of: converter, channelCount: channelCount, ratio: ratio)
    let span = Double(maximumFrames) / ratio * (1 + 2 * DelayLockedLoop.largestDeviation)
    let inputCapacity = Int(span) + lookAhead + 16
    var resampler = AdaptiveResampler(
      converter: converter, channelCount: channelCount,
      input: .make(inputCapacity * channelCount), inputCapacity: inputCapacity,
      output: .make(maximumFrames * channelCount), lookAheadFrames: lookAhead,
      nominalRatio: ratio)
    resampler.restart(ratio: ratio)
    return resampler
  }

  /// Gives the memory back.
  ///
  /// Thread: control.
  func destroy() {
    src_delete(converter)
    input.deallocate()
    output.deallocate()
  }

  /// Feeds zeros, and looks how far from their end the converter stops making frames.
  private static func lookAheadFrames(
    of converter: OpaquePointer, channelCount: Int, ratio: Double
  ) -> Int {
    let fed = 1_024 + Int(512 / min(1, ratio))
    let room = Int(Double(fed) * ratio) + 16
    let input = UnsafeMutablePointer<Float>.make(fed * channelCount)
    let output = UnsafeMutablePointer<Float>.make(room * channelCount)
    defer {
      input.deallocate()
      output.deallocate()
    }
    var data = SRC_DATA()
    data.data_in = UnsafePointer(input)
    data.data_out = output
    data.input_frames = fed
    data.output_frames = room
    data.src_ratio = ratio
    _ = src_process(converter, &data)
    let last = Double(max(0, data.output_frames_gen - 1)) / ratio
    // Two more: the ratio changes a little, and with it the length of the filter.
    return fed - Int(last) + 2
  }
}

extension UnsafeMutablePointer<Float> {
  /// Makes silent samples, touched so that the cycle meets no page fault.
  static func make(_ count: Int) -> UnsafeMutablePointer<Float> {
    let samples = UnsafeMutablePointer<Float>.allocate(capacity: max(1, count))
    samples.initialize(repeating: 0, count: max(1, count))
    return samples
  }
}
