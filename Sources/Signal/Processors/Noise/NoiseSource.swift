/// An endless row of random numbers, white and pink.
///
/// The numbers are SplitMix64's, and the pink ones Paul Kellet's sum of seven filtered rows.
struct NoiseSource: BitwiseCopyable {
  struct Sample: BitwiseCopyable {
    let white: Double
    let pink: Double

    @_noLocks
    init(white: Double, pink: Double) {
      self.white = white
      self.pink = pink
    }
  }

  /// Makes the pink numbers as strong as the white ones.
  static var pinkScale: Double { @_noLocks get { 0.3276 } }

  private var state: UInt64
  private var rows: (Double, Double, Double, Double, Double, Double, Double) = (0, 0, 0, 0, 0, 0, 0)

  /// A row of its own for each channel of each seed.
  @_noLocks
  init(seed: UInt64, channel: Int) {
    state = seed
    state = nextBits() ^ UInt64(truncatingIfNeeded: channel)
    state = nextBits()
  }

  /// The next numbers; the white one is from -1 to 1.
  @_noLocks
  mutating func next() -> Sample {
    let white = Double(Int64(bitPattern: nextBits()) >> 11) * 0x1p-52
    rows.0 = 0.99886 * rows.0 + white * 0.0555179
    rows.1 = 0.99332 * rows.1 + white * 0.0750759
    rows.2 = 0.96900 * rows.2 + white * 0.1538520
    rows.3 = 0.86650 * rows.3 + white * 0.3104856
    rows.4 = 0.55000 * rows.4 + white * 0.5329522
    rows.5 = -0.7616 * rows.5 - white * 0.0168980
    let low = rows.0 + rows.1 + rows.2 + rows.3
    let sum = low + rows.4 + rows.5 + rows.6 + white * 0.5362
    rows.6 = white * 0.115926
    return Sample(white: white, pink: sum * Self.pinkScale)
  }

  @_noLocks
  private mutating func nextBits() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}
