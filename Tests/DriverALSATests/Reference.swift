@testable import DriverALSA

/// The conversions again, in Double and without a thought for speed.
enum Reference {
  static func encode(_ channels: [[Float]], _ format: SampleFormat) -> [UInt8] {
    (0..<(channels.first?.count ?? 0)).flatMap { frame in
      channels.flatMap { encode($0[frame], format) }
    }
  }

  static func encode(_ sample: Float, _ format: SampleFormat) -> [UInt8] {
    let bits =
      switch format.encoding {
      case .float where format.bitCount == 32: Int64(sample.bitPattern)
      case .float: Int64(bitPattern: Double(sample).bitPattern)
      case .signed: integer(sample, format)
      case .unsigned: integer(sample, format) + 1 << Int64(format.bitCount - 1)
      }
    return bytes(of: bits, format)
  }

  private static func integer(_ sample: Float, _ format: SampleFormat) -> Int64 {
    guard !sample.isNaN else { return 0 }
    let scale = fullScale(format)
    let value = min(max(Double(sample) * scale, -scale), scale - 1)
    return Int64(value.rounded(.toNearestOrEven))
  }

  static func decode(
    _ bytes: [UInt8], channel: Int, of channels: Int, _ format: SampleFormat
  ) -> [Float] {
    let size = format.byteCount
    return stride(from: channel * size, to: bytes.count, by: channels * size).map { place in
      decode(Array(bytes[place..<place + size]), format)
    }
  }

  static func decode(_ bytes: [UInt8], _ format: SampleFormat) -> Float {
    let descending = format.isBigEndian ? bytes : bytes.reversed()
    let all = descending.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    if format == SampleFormat(.float, bits: 32, bytes: 4, isBigEndian: format.isBigEndian) {
      return Float(bitPattern: UInt32(all))
    }
    guard format.encoding != .float else { return Float(Double(bitPattern: all)) }
    let used = Int64(all & (1 << UInt64(format.bitCount) - 1))
    let half = Int64(1) << Int64(format.bitCount - 1)
    let value =
      format.encoding == .unsigned ? used - half : used >= half ? used - 2 * half : used
    return Float(Double(value) / fullScale(format))
  }

  /// The lowest bytes of `value`, in the format's order.
  static func bytes(of value: Int64, _ format: SampleFormat) -> [UInt8] {
    let ascending = (0..<format.byteCount).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    return format.isBigEndian ? ascending.reversed() : ascending
  }

  private static func fullScale(_ format: SampleFormat) -> Double {
    Double(UInt64(1) << UInt64(format.bitCount - 1))
  }
}
