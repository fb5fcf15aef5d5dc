@testable import DriverALSA

/// The conversions again, in Double and without a thought for speed.
enum Reference {
  static func encode(_ channels: [[Float]], _ format: SampleFormat) -> [UInt8] {
    (0..<(channels.first?.count ?? 0)).flatMap { frame in
      channels.flatMap { encode($0[frame], format) }
    }
  }

  static func encode(_ sample: Float, _ format: SampleFormat) -> [UInt8] {
    guard format != .float else {
      return bytes(of: Int64(sample.bitPattern), count: 4)
    }
    guard !sample.isNaN else { return bytes(of: 0, count: format.byteCount) }
    let scale = fullScale(format)
    let value = min(max(Double(sample) * scale, -scale), scale - 1)
    return bytes(of: Int64(value.rounded(.toNearestOrEven)), count: format.byteCount)
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
    let used = format == .s24 ? Array(bytes.prefix(3)) : bytes
    let unsigned = used.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard format != .float else { return Float(bitPattern: UInt32(unsigned)) }
    let bits = UInt64(used.count * 8)
    let isNegative = unsigned >> (bits - 1) == 1
    let signed = Int64(unsigned) - (isNegative ? 1 << Int64(bits) : 0)
    return Float(Double(signed) / fullScale(format))
  }

  /// The lowest bytes of `value`, the least significant first.
  static func bytes(of value: Int64, count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * Int64($0))) }
  }

  private static func fullScale(_ format: SampleFormat) -> Double {
    switch format {
    case .s16: 32_768
    case .s24, .s24Packed: 8_388_608
    case .s32: 2_147_483_648
    case .float: 1
    }
  }
}
