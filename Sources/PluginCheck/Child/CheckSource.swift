/// What a plugin is given to play, the same each time.
struct CheckSource {
  /// What it sounds like.
  enum Signal {
    case silence
    case noise
    /// One sample at the beginning.
    case impulse
    /// One sample in every 4,096.
    case impulses
  }

  init(_ signal: Signal) { self.signal = signal }

  /// A sample of the block that comes next.
  func sample(_ frame: Int, input: Int) -> Float {
    let position = position + frame
    switch signal {
    case .silence: return 0
    case .noise: return Self.noise(UInt64(position), UInt64(input))
    case .impulse: return position == 0 ? 1 : 0
    case .impulses: return position % 4_096 == 0 ? 1 : 0
    }
  }

  /// Goes on to the next block.
  mutating func advance(_ frames: Int) { position += frames }

  private let signal: Signal
  private var position = 0

  /// White, at a quarter of full level (the finalizer of SplitMix64).
  private static func noise(_ position: UInt64, _ input: UInt64) -> Float {
    var bits = (position &* 31 &+ input &+ 1) &* 0x9e37_79b9_7f4a_7c15
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    bits ^= bits >> 31
    return (Float(bits >> 40) / Float(1 << 24) - 0.5) / 2
  }
}
