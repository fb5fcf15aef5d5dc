import Foundation

/// A mono WAVE file of 32-bit floats at 48 kHz.
enum WaveFile {
  static func write(_ samples: [Float], to url: URL) throws {
    let byteCount = UInt32(samples.count * 4)
    var data = Data("RIFF".utf8)
    append(36 + byteCount, to: &data)
    data += Data("WAVEfmt ".utf8)
    append(UInt32(16), to: &data)
    append(UInt16(3), to: &data)
    append(UInt16(1), to: &data)
    append(UInt32(48_000), to: &data)
    append(UInt32(192_000), to: &data)
    append(UInt16(4), to: &data)
    append(UInt16(32), to: &data)
    data += Data("data".utf8)
    append(byteCount, to: &data)
    samples.forEach { append($0.bitPattern, to: &data) }
    try data.write(to: url)
  }

  /// The samples after the header of the `data` chunk.
  static func read(_ url: URL) throws -> [Float] {
    let data = try Data(contentsOf: url)
    guard let header = data.range(of: Data("data".utf8)) else { return [] }
    return data[(header.upperBound + 4)...].withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
    }
  }

  private static func append(_ value: some FixedWidthInteger, to data: inout Data) {
    withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
  }
}
