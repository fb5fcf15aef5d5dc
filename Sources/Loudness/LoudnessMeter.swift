internal import CEBUR128
public import Realtime
internal import Synchronization

/// A loudness meter: the cycle writes to a ring, the control side measures with libebur128.
///
/// Integrated loudness and range are taken from a histogram in steps of 0.1 LU, so that a meter
/// takes the same memory however long it runs; they may be 0.05 LU off. Channels are left, right,
/// centre, LFE, left and right surround; four are taken as left, right and the surrounds, five as
/// six without LFE. What comes after the sixth, and LFE, does not count for loudness.
public final class LoudnessMeter: @unchecked Sendable {
  // Unchecked: `ring` is safe for one thread on each side, the figures are atomics, the rest is
  // the control side's own.

  /// Creates a meter with room for a second, and for at least four periods of `maximumFrames`.
  ///
  /// The corresponding C function is `ebur128_init`. Thread: control.
  public init(rate: Int, channels: Int, maximumFrames: Int) throws(LoudnessError) {
    let mode =
      EBUR128_MODE_I.rawValue | EBUR128_MODE_LRA.rawValue | EBUR128_MODE_TRUE_PEAK.rawValue
      | EBUR128_MODE_HISTOGRAM.rawValue
    state = ebur128_init(UInt32(clamping: channels), UInt(clamping: rate), Int32(mode))
    guard state != nil else {
      throw LoudnessError(
        description: "loudness of \(channels) channels at \(rate) Hz cannot be measured")
    }
    self.rate = rate
    ring = .create(capacityFrames: max(rate, 4 * maximumFrames), channelCount: channels)
    samples = .allocate(capacity: Self.chunkFrames * channels)
    squares = Array(repeating: 0, count: channels)
  }

  deinit {
    samples.deallocate()
    ring.destroy()
    if state != nil { ebur128_destroy(&state) }
  }

  /// Where the cycle writes; valid as long as the meter.
  public let ring: SampleRing

  /// Frames that were not measured because the ring was full.
  public var lostFrames: Int { ring.overrunFrames }

  /// What was measured last.
  ///
  /// Thread: any.
  public var reading: LoudnessReading {
    var reading = LoudnessReading()
    reading.momentary = momentary.loudness
    reading.shortTerm = shortTerm.loudness
    reading.integrated = integrated.loudness
    reading.range = range.value
    reading.peak = peak.value
    reading.rms = rms.value
    reading.truePeak = truePeak.value
    return reading
  }

  private var state: UnsafeMutablePointer<ebur128_state>?
  private let rate: Int
  private let samples: UnsafeMutablePointer<Float>
  private let momentary = Figure(-.infinity)
  private let shortTerm = Figure(-.infinity)
  private let integrated = Figure(-.infinity)
  private let range = Figure(0)
  private let peak = Figure(0)
  private let rms = Figure(0)
  private let truePeak = Figure(0)
  /// The sum of each channel's squares, over so many frames.
  private var squares: [Double]
  private var frameCount = 0
  private static let chunkFrames = 4096

  /// Measures what is in the ring, once that is a twentieth of a second, or less when it is the
  /// last.
  ///
  /// Thread: control, one at a time.
  public func measure(isLast: Bool = false) {
    // What is there at the start bounds the work: a fast producer cannot keep us here.
    var remaining = ring.availableFrames
    guard state != nil, remaining > 0, isLast || remaining >= rate / 20 else { return }
    while remaining > 0 {
      let frames = ring.read(into: samples, maximumFrames: min(remaining, Self.chunkFrames))
      silenceWhatIsNotFinite(count: frames * ring.channelCount)
      addSquares(frames: frames)
      ebur128_add_frames_float(state, samples, frames)
      remaining -= frames
    }
    publish()
  }

  /// Goes on measuring from where another meter of as many channels has come to, which measures no
  /// more.
  ///
  /// Integrated loudness, range, peaks and RMS go on; at another rate the last 3 s are forgotten. The
  /// corresponding C function is `ebur128_change_parameters`. Thread: control, while nobody measures.
  public func measure(onFrom other: LoudnessMeter) throws(LoudnessError) {
    precondition(ring.channelCount == other.ring.channelCount, "a meter of other channels")
    let status = ebur128_change_parameters(
      other.state, UInt32(clamping: ring.channelCount), UInt(clamping: rate))
    guard status != Int32(EBUR128_ERROR_NOMEM.rawValue) else {
      throw LoudnessError(
        description: "there is no memory to go on at \(rate) Hz: the loudness begins anew")
    }
    ebur128_destroy(&state)
    state = other.state
    other.state = nil
    squares = other.squares
    frameCount = other.frameCount
    publish()
  }

  /// An infinity would stay in the filters for ever.
  private func silenceWhatIsNotFinite(count: Int) {
    for index in 0..<count where !samples[index].isFinite { samples[index] = 0 }
  }

  private func addSquares(frames: Int) {
    for channel in squares.indices {
      var sum = 0.0
      for frame in 0..<frames {
        let sample = Double(samples[frame * squares.count + channel])
        sum += sample * sample
      }
      squares[channel] += sum
    }
    frameCount += frames
  }

  private func publish() {
    momentary.take { ebur128_loudness_momentary(state, &$0) }
    shortTerm.take { ebur128_loudness_shortterm(state, &$0) }
    integrated.take { ebur128_loudness_global(state, &$0) }
    range.take { ebur128_loudness_range(state, &$0) }
    truePeak.value = highest { ebur128_true_peak(state, $0, &$1) }
    peak.value = highest { ebur128_sample_peak(state, $0, &$1) }
    rms.value = ((squares.max() ?? 0) / Double(max(1, frameCount))).squareRoot()
  }

  /// The highest of what `measure` stores for each channel.
  private func highest(_ measure: (_ channel: UInt32, inout Double) -> Int32) -> Double {
    (0..<UInt32(ring.channelCount)).reduce(0) { highest, channel in
      var value = 0.0
      return measure(channel, &value) == Int32(EBUR128_SUCCESS.rawValue)
        ? max(highest, value) : highest
    }
  }
}

/// A figure that one thread writes and others read.
private final class Figure: Sendable {
  private let bits: Atomic<UInt64>

  init(_ value: Double) { bits = Atomic(value.bitPattern) }

  var value: Double {
    get { Double(bitPattern: bits.load(ordering: .relaxed)) }
    set { bits.store(newValue.bitPattern, ordering: .relaxed) }
  }

  /// The figure as loudness; nil below the threshold.
  var loudness: Double? { value >= -70 ? value : nil }

  /// Takes what `measure` stores, if it succeeds.
  func take(_ measure: (inout Double) -> Int32) {
    var new = value
    if measure(&new) == Int32(EBUR128_SUCCESS.rawValue) { value = new }
  }
}
