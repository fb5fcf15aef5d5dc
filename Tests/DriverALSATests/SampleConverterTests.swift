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

  @Test(arguments: formats.filter { $0.encoding != .float && $0.bitCount <= 24 })
  func whatWasDecodedEncodesToTheSame(_ format: SampleFormat) {
    let half = Int64(1) << Int64(format.bitCount - 1)
    let values = [-half, -half + 1, -half / 2, -3, -1, 0, 1, 2, half / 3, half - 2, half - 1]
    let middle = format.encoding == .unsigned ? half : 0
    let bytes = values.flatMap { Reference.bytes(of: $0 + middle, format) }
    #expect(encode([decode(bytes, channel: 0, of: 1, format)], format) == bytes)
  }

  @Test(arguments: [false, true])
  func floatsPassBitForBit(_ isBigEndian: Bool) {
    let bits: [UInt32] = [0, 0x8000_0000, 1, 0x7F80_0000, 0x7FC0_1234, 0xFFC0_0001, 0x3F80_0001]
    let samples = bits.map { Float(bitPattern: $0) }
    let format = SampleFormat(.float, bits: 32, bytes: 4, isBigEndian: isBigEndian)
    let bytes = encode([samples], format)
    #expect(decode(bytes, channel: 0, of: 1, format).map(\.bitPattern) == bits)
  }

  @Test func leavesOtherChannelsAlone() {
    let converter = SampleConverter(.s24Packed)
    var bytes = [UInt8](repeating: 0xAA, count: 4 * 9)
    bytes.withUnsafeMutableBytes {
      guard let base = $0.baseAddress else { return }
      converter.encode([0, 0, 0, 0], to: base + 3, step: 9, frames: 4)
    }
    for (index, byte) in bytes.enumerated() { #expect(byte == (index / 3 % 3 == 1 ? 0 : 0xAA)) }
  }

  private func encode(_ channels: [[Float]], _ format: SampleFormat) -> [UInt8] {
    let converter = SampleConverter(format)
    let frames = channels[0].count
    let step = channels.count * format.byteCount
    var bytes = [UInt8](repeating: 0x55, count: frames * step + 1)
    bytes.withUnsafeMutableBytes { raw in
      guard let base = raw.baseAddress else { return }
      for (channel, samples) in channels.enumerated() {
        samples.withUnsafeBufferPointer {
          guard let samples = $0.baseAddress else { return }
          let place = base + channel * format.byteCount
          converter.encode(samples, to: place, step: step, frames: frames)
        }
      }
    }
    #expect(bytes.last == 0x55)
    return Array(bytes.dropLast())
  }

  private func decode(
    _ bytes: [UInt8], channel: Int, of channels: Int, _ format: SampleFormat
  ) -> [Float] {
    let converter = SampleConverter(format)
    let step = channels * format.byteCount
    var samples = [Float](repeating: .nan, count: bytes.count / step)
    bytes.withUnsafeBytes { raw in
      samples.withUnsafeMutableBufferPointer {
        guard let base = raw.baseAddress, let target = $0.baseAddress else { return }
        let place = base + channel * format.byteCount
        converter.decode(place, step: step, into: target, frames: $0.count)
      }
    }
    return samples
  }
}
