public import Foundation

/// A WAVE file at 48 kHz.
public enum WaveFile {
  /// Writes 32-bit floats, the channels' samples in turn.
  public static func write(_ samples: [Float], channels: Int = 1, to url: URL) throws {
    let byteCount = UInt32(samples.count * 4)
    var data = Data("RIFF".utf8)
    append(36 + byteCount, to: &data)
    data += Data("WAVEfmt ".utf8)
    append(UInt32(16), to: &data)
    append(UInt16(3), to: &data)
    append(UInt16(channels), to: &data)
    append(UInt32(48_000), to: &data)
    append(UInt32(192_000 * channels), to: &data)
    append(UInt16(4 * channels), to: &data)
    append(UInt16(32), to: &data)
    data += Data("data".utf8)
    append(byteCount, to: &data)
    samples.forEach { append($0.bitPattern, to: &data) }
    try data.write(to: url)
  }

  /// The samples of a file of 32-bit floats.
  public static func read(_ url: URL) throws -> [Float] {
    try body(of: url).withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
    }
  }

  /// The samples of a file of 16-bit integers.
  public static func readIntegers(_ url: URL) throws -> [Int16] {
    try body(of: url).withUnsafeBytes { bytes in
      (0..<bytes.count / 2).map { bytes.loadUnaligned(fromByteOffset: $0 * 2, as: Int16.self) }
    }
  }

  /// What follows the header of the `data` chunk.
  private static func body(of url: URL) throws -> Data {
    let data = try Data(contentsOf: url)
    guard let header = data.range(of: Data("data".utf8)) else { return Data() }
    return Data(data[(header.upperBound + 4)...])
  }

  private static func append(_ value: some FixedWidthInteger, to data: inout Data) {
    withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
  }
}
