// Code used in the cycle.

/// Converts between float samples and those of one format, one channel at a time.
///
/// Full scale of n-bit integers is 2^(n-1): decoding is exact up to 24 bits, and rounds to the
/// nearest float beyond. Encoding rounds to the nearest integer, halves to the even one, clamps to
/// what the format holds, and turns NaN into 0. Float samples pass bit for bit, whatever they are.
///
/// `step` is the distance in bytes from one sample to the next.
struct SampleConverter {
  /// How a sample lies in memory.
  private enum Layout {
    case byte, short, triple, word, float, double
    case bigShort, bigTriple, bigWord, bigFloat, bigDouble
  }

  private let layout: Layout
  private let fullScale: Double
  /// What an unsigned format has in place of 0.
  private let middle: UInt32
  /// Bits above those that count: they may hold anything.
  private let unusedBits: UInt32

  @_noLocks
  init(_ format: SampleFormat) {
    layout = Self.layout(format)
    fullScale = Double(UInt64(1) << UInt64(format.bitCount - 1))
    unusedBits = UInt32(max(0, 32 - format.bitCount))
    switch format.encoding {
    case .unsigned: middle = 1 << UInt32(format.bitCount - 1)
    case .signed, .float: middle = 0
    }
  }

  @_noLocks
  private static func layout(_ format: SampleFormat) -> Layout {
    let isBig = format.isBigEndian
    switch (format.encoding, format.byteCount) {
    case (.float, 8): return isBig ? .bigDouble : .double
    case (.float, _): return isBig ? .bigFloat : .float
    case (_, 1): return .byte
    case (_, 2): return isBig ? .bigShort : .short
    case (_, 3): return isBig ? .bigTriple : .triple
    default: return isBig ? .bigWord : .word
    }
  }

  /// Writes `frames` samples of one channel from `place` on.
  @_noLocks
  func encode(
    _ samples: UnsafePointer<Float>, to place: UnsafeMutableRawPointer, step: Int, frames: Int
  ) {
    switch layout {
    case .byte: integers(samples, place, step, frames) { $0.store(byte: $1) }
    case .short: integers(samples, place, step, frames) { $0.store(short: $1) }
    case .bigShort: integers(samples, place, step, frames) { $0.store(bigShort: $1) }
    case .triple: integers(samples, place, step, frames) { $0.store(triple: $1) }
    case .bigTriple: integers(samples, place, step, frames) { $0.store(bigTriple: $1) }
    case .word: integers(samples, place, step, frames) { $0.store(word: $1) }
    case .bigWord: integers(samples, place, step, frames) { $0.store(bigWord: $1) }
    case .float: floats(samples, place, step, frames) { $0.store(float: $1) }
    case .bigFloat: floats(samples, place, step, frames) { $0.store(bigFloat: $1) }
    case .double: floats(samples, place, step, frames) { $0.store(double: $1) }
    case .bigDouble: floats(samples, place, step, frames) { $0.store(bigDouble: $1) }
    }
  }

  /// Reads `frames` samples of one channel from `place` on.
  @_noLocks
  func decode(
    _ place: UnsafeRawPointer, step: Int, into samples: UnsafeMutablePointer<Float>, frames: Int
  ) {
    switch layout {
    case .byte: integers(place, step, samples, frames) { $0.byte }
    case .short: integers(place, step, samples, frames) { $0.short }
    case .bigShort: integers(place, step, samples, frames) { $0.bigShort }
    case .triple: integers(place, step, samples, frames) { $0.triple }
    case .bigTriple: integers(place, step, samples, frames) { $0.bigTriple }
    case .word: integers(place, step, samples, frames) { $0.word }
    case .bigWord: integers(place, step, samples, frames) { $0.bigWord }
    case .float: floats(place, step, samples, frames) { $0.float }
    case .bigFloat: floats(place, step, samples, frames) { $0.bigFloat }
    case .double: floats(place, step, samples, frames) { $0.double }
    case .bigDouble: floats(place, step, samples, frames) { $0.bigDouble }
    }
  }
}

// MARK: - Loops

extension SampleConverter {
  @_noLocks @inline(__always)
  private func integers(
    _ samples: UnsafePointer<Float>, _ place: UnsafeMutableRawPointer, _ step: Int, _ frames: Int,
    _ store: (UnsafeMutableRawPointer, UInt32) -> Void
  ) {
    for frame in 0..<frames {
      store(place + frame * step, UInt32(bitPattern: integer(samples[frame])) &+ middle)
    }
  }

  /// The bits that count, moved to the top, are the sample in 32 bits.
  @_noLocks @inline(__always)
  private func integers(
    _ place: UnsafeRawPointer, _ step: Int, _ samples: UnsafeMutablePointer<Float>, _ frames: Int,
    _ load: (UnsafeRawPointer) -> UInt32
  ) {
    for frame in 0..<frames {
      let value = Int32(bitPattern: (load(place + frame * step) &- middle) &<< unusedBits)
      samples[frame] = Float(value) * (1 / 2_147_483_648)
    }
  }

  @_noLocks @inline(__always)
  private func floats(
    _ samples: UnsafePointer<Float>, _ place: UnsafeMutableRawPointer, _ step: Int, _ frames: Int,
    _ store: (UnsafeMutableRawPointer, Float) -> Void
  ) {
    for frame in 0..<frames { store(place + frame * step, samples[frame]) }
  }

  @_noLocks @inline(__always)
  private func floats(
    _ place: UnsafeRawPointer, _ step: Int, _ samples: UnsafeMutablePointer<Float>, _ frames: Int,
    _ load: (UnsafeRawPointer) -> Float
  ) {
    for frame in 0..<frames { samples[frame] = load(place + frame * step) }
  }

  /// The nearest integer; halves go to the even one.
  ///
  /// Adding 1.5 * 2^52 leaves the integer in the lower bits of the sum, rounded by the processor.
  @_noLocks @inline(__always)
  private func integer(_ sample: Float) -> Int32 {
    var value = Double(sample) * fullScale
    value = value < fullScale - 1 ? value : (value == value ? fullScale - 1 : 0)
    value = value > -fullScale ? value : -fullScale
    return Int32(truncatingIfNeeded: (value + 6_755_399_441_055_744).bitPattern)
  }
}
