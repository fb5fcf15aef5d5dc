// Code used in the cycle.

/// Converts between planar float samples and one format's interleaved ones.
///
/// Full scale of n-bit integers is 2^(n-1): decoding is exact but for S32, which rounds to the
/// nearest float. Encoding rounds to the nearest integer, halves to the even one, clamps to what
/// the format holds, and turns NaN into 0. Float samples pass bit for bit, whatever they are.
struct SampleConverter {
  let format: SampleFormat
  /// Channels in a frame of interleaved samples.
  let stride: Int

  @_noLocks
  init(format: SampleFormat, stride: Int) {
    self.format = format
    self.stride = stride
  }

  var frameByteCount: Int { @_noLocks get { format.byteCount * stride } }

  /// Writes `frames` samples of one channel into interleaved `frames`.
  @_noLocks
  func encode(
    _ samples: UnsafePointer<Float>, channel: Int, into target: UnsafeMutableRawPointer,
    frames: Int
  ) {
    var place = target + channel * format.byteCount
    let step = frameByteCount
    switch format {
    case .float:
      for frame in 0..<frames {
        let bits = samples[frame].bitPattern.littleEndian
        place.storeBytes(of: bits, as: UInt32.self)
        place += step
      }
    case .s32:
      for frame in 0..<frames {
        let value = Self.integer(samples[frame], fullScale: 2_147_483_648)
        place.storeBytes(of: value.littleEndian, as: Int32.self)
        place += step
      }
    case .s24:
      for frame in 0..<frames {
        let value = Self.integer(samples[frame], fullScale: 8_388_608)
        place.storeBytes(of: value.littleEndian, as: Int32.self)
        place += step
      }
    case .s24Packed:
      for frame in 0..<frames {
        let value = Self.integer(samples[frame], fullScale: 8_388_608)
        place.storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
        place.storeBytes(of: UInt8(truncatingIfNeeded: value >> 8), toByteOffset: 1, as: UInt8.self)
        place.storeBytes(
          of: UInt8(truncatingIfNeeded: value >> 16), toByteOffset: 2, as: UInt8.self)
        place += step
      }
    case .s16:
      for frame in 0..<frames {
        let value = Self.integer(samples[frame], fullScale: 32_768)
        place.storeBytes(of: Int16(truncatingIfNeeded: value).littleEndian, as: Int16.self)
        place += step
      }
    }
  }

  /// Reads `frames` samples of one channel from interleaved ones.
  @_noLocks
  func decode(
    _ source: UnsafeRawPointer, channel: Int, into samples: UnsafeMutablePointer<Float>,
    frames: Int
  ) {
    var place = source + channel * format.byteCount
    let step = frameByteCount
    switch format {
    case .float:
      for frame in 0..<frames {
        let bits = UInt32(littleEndian: place.loadUnaligned(as: UInt32.self))
        samples[frame] = Float(bitPattern: bits)
        place += step
      }
    case .s32:
      for frame in 0..<frames {
        let value = Int32(littleEndian: place.loadUnaligned(as: Int32.self))
        samples[frame] = Float(value) * (1 / 2_147_483_648)
        place += step
      }
    case .s24:
      for frame in 0..<frames {
        // The fourth byte may hold anything.
        let value = (Int32(littleEndian: place.loadUnaligned(as: Int32.self)) << 8) >> 8
        samples[frame] = Float(value) * (1 / 8_388_608)
        place += step
      }
    case .s24Packed:
      for frame in 0..<frames {
        let low = Int32(place.load(as: UInt8.self))
        let middle = Int32(place.load(fromByteOffset: 1, as: UInt8.self))
        let high = Int32(place.load(fromByteOffset: 2, as: Int8.self))
        samples[frame] = Float(high << 16 | middle << 8 | low) * (1 / 8_388_608)
        place += step
      }
    case .s16:
      for frame in 0..<frames {
        let value = Int16(littleEndian: place.loadUnaligned(as: Int16.self))
        samples[frame] = Float(value) * (1 / 32_768)
        place += step
      }
    }
  }

  /// Makes one channel of interleaved samples silent.
  @_noLocks
  func silence(channel: Int, in target: UnsafeMutableRawPointer, frames: Int) {
    var place = target + channel * format.byteCount
    for _ in 0..<frames {
      for byte in 0..<format.byteCount {
        place.storeBytes(of: 0, toByteOffset: byte, as: UInt8.self)
      }
      place += frameByteCount
    }
  }

  /// The nearest integer; halves go to the even one.
  ///
  /// Adding 1.5 * 2^52 leaves the integer in the lower bits of the sum, rounded by the processor.
  @_noLocks
  private static func integer(_ sample: Float, fullScale: Double) -> Int32 {
    var value = Double(sample) * fullScale
    value = value < fullScale - 1 ? value : (value == value ? fullScale - 1 : 0)
    value = value > -fullScale ? value : -fullScale
    return Int32(truncatingIfNeeded: (value + 6_755_399_441_055_744).bitPattern)
  }
}
