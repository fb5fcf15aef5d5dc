import Testing

@testable import DriverALSA

@Suite("Sample converter") struct SampleConverterTests {
  static let edges: [Float] = [
    0, -0.0, 1, -1, 0.999_999_94, -0.999_999_94, 1.5, -1.5, 1e30, -1e30, .infinity, -.infinity,
    .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 1e-38, 0.5, -0.5, 0.25,
    0.5 / 32_768, 1.5 / 32_768, 2.5 / 32_768, -0.5 / 32_768, -1.5 / 32_768, -2.5 / 32_768,
    0.5 / 8_388_608, 1.5 / 8_388_608, -2.5 / 8_388_608, 0.5 / 2_147_483_648,
    32_767.5 / 32_768, -32_768.5 / 32_768, 0.1, -0.7, 1 / 3,
  ]

  static let formats = SampleFormat.allCases

  @Test(arguments: formats)
  func encodesAsTheReference(_ format: SampleFormat) {
    for count in [0, 1, 7, Self.edges.count] {
      let samples = Array(Self.edges.prefix(count))
      let bytes = encode([samples, samples.reversed()], format)
      #expect(bytes == Reference.encode([samples, samples.reversed()], format))
    }
  }

  @Test(arguments: formats)
  func encodesNoiseAsTheReference(_ format: SampleFormat) {
    var generator = SystemRandomNumberGenerator()
    let samples = (0..<5_001).map { _ in Float.random(in: -1.2...1.2, using: &generator) }
    #expect(encode([samples], format) == Reference.encode([samples], format))
  }

  @Test(arguments: formats)
  func decodesEveryEdge(_ format: SampleFormat) {
    var generator = SystemRandomNumberGenerator()
    let count = 999
    let bytes: [UInt8] = (0..<count * 3 * format.byteCount).map { index in
      index < 64 ? (index / 4 % 2 == 0 ? 0x00 : 0xFF) : .random(in: 0...255, using: &generator)
    }
    for channel in 0..<3 {
      let decoded = decode(bytes, channel: channel, of: 3, format)
      let expected = Reference.decode(bytes, channel: channel, of: 3, format)
      #expect(decoded.map(\.bitPattern) == expected.map(\.bitPattern))
    }
  }

  @Test(arguments: [SampleFormat.s16, .s24, .s24Packed])
  func whatWasDecodedEncodesToTheSame(_ format: SampleFormat) {
    let values = [-8_388_608, -8_388_607, -65_537, -1, 0, 1, 255, 256, 65_536, 8_388_607]
    let bytes = values.flatMap { value in
      Reference.bytes(of: Int64(format == .s16 ? value >> 8 : value), count: format.byteCount)
    }
    #expect(encode([decode(bytes, channel: 0, of: 1, format)], format) == bytes)
  }

  @Test func floatsPassBitForBit() {
    let bits: [UInt32] = [0, 0x8000_0000, 1, 0x7F80_0000, 0x7FC0_1234, 0xFFC0_0001, 0x3F80_0001]
    let samples = bits.map { Float(bitPattern: $0) }
    let bytes = encode([samples], .float)
    #expect(decode(bytes, channel: 0, of: 1, .float).map(\.bitPattern) == bits)
  }

  @Test(arguments: formats)
  func silencesOneChannelOnly(_ format: SampleFormat) {
    let converter = SampleConverter(format: format, stride: 3)
    var bytes = [UInt8](repeating: 0xAA, count: 4 * converter.frameByteCount)
    bytes.withUnsafeMutableBytes {
      guard let base = $0.baseAddress else { return }
      converter.silence(channel: 1, in: base, frames: 4)
    }
    for (index, byte) in bytes.enumerated() {
      #expect(byte == (index / format.byteCount % 3 == 1 ? 0 : 0xAA))
    }
  }

  private func encode(_ channels: [[Float]], _ format: SampleFormat) -> [UInt8] {
    let converter = SampleConverter(format: format, stride: channels.count)
    let frames = channels[0].count
    var bytes = [UInt8](repeating: 0x55, count: frames * converter.frameByteCount + 1)
    bytes.withUnsafeMutableBytes { raw in
      guard let base = raw.baseAddress else { return }
      for (channel, samples) in channels.enumerated() {
        samples.withUnsafeBufferPointer {
          guard let samples = $0.baseAddress else { return }
          converter.encode(samples, channel: channel, into: base, frames: frames)
        }
      }
    }
    #expect(bytes.last == 0x55)
    return Array(bytes.dropLast())
  }

  private func decode(
    _ bytes: [UInt8], channel: Int, of channels: Int, _ format: SampleFormat
  ) -> [Float] {
    let converter = SampleConverter(format: format, stride: channels)
    var samples = [Float](repeating: .nan, count: bytes.count / converter.frameByteCount)
    bytes.withUnsafeBytes { raw in
      samples.withUnsafeMutableBufferPointer {
        guard let base = raw.baseAddress, let target = $0.baseAddress else { return }
        converter.decode(base, channel: channel, into: target, frames: $0.count)
      }
    }
    return samples
  }
}
