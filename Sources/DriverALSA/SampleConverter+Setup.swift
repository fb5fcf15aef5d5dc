// Setup for the cycle; nothing here runs in it.
import Drivers

extension SampleConverter {
  /// Prepares the conversion from and to a format.
  init(_ format: PCMFormat) {
    layout = Self.layout(format)
    fullScale = Double(UInt64(1) << UInt64(format.bitCount - 1))
    unusedBits = UInt32(max(0, 32 - format.bitCount))
    switch format.encoding {
    case .unsigned: middle = 1 << UInt32(format.bitCount - 1)
    case .signed, .float: middle = 0
    }
  }

  private static func layout(_ format: PCMFormat) -> Layout {
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
}
