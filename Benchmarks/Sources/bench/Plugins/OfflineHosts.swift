import Foundation

/// What hosts need of the processor for a period of eg-amps in a row, offline: the difference
/// between a long run and a short one, so that reading and starting do not count.
final class OfflineHosts {
  private let folder: URL
  /// Periods of the short run.
  private static let few = 2_000

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "bench-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func tactus(_ program: String, amps count: Int, periods: Int) throws -> Double {
    let session = try AmpSession(count: count).write(to: folder)
    return try difference(periods: periods) { periods in
      [
        program, "render", session, "--input", try silence(periods: periods), "--output",
        file("out.wav"), "--period", "\(Period.frames)",
      ]
    }
  }

  func ecasound(amps count: Int, periods: Int) throws -> Double {
    let effects = (0..<count).map { _ in "-elv2:\(AmpSession.plugin),0" }
    return try difference(periods: periods) { periods in
      [
        "ecasound", "-q", "-b:\(Period.frames)", "-f:f32_le,1,48000", "-i",
        try silence(periods: periods), "-o", "null",
      ] + effects
    }
  }

  private func difference(
    periods: Int, _ arguments: (Int) throws -> [String]
  ) throws -> Double {
    let short = try Program(try arguments(Self.few)).used()
    let long = try Program(try arguments(Self.few + periods)).used()
    return (long - short) / Double(periods)
  }

  /// A file with so many periods of silence, as 32-bit floats.
  private func silence(periods: Int) throws -> String {
    let path = file("in-\(periods).wav")
    guard !FileManager.default.fileExists(atPath: path) else { return path }
    let byteCount = UInt32(periods * Period.frames * 4)
    var data = Data("RIFF".utf8) + bytes(byteCount + 36) + Data("WAVEfmt ".utf8) + bytes(UInt32(16))
    data += bytes(UInt16(3)) + bytes(UInt16(1)) + bytes(UInt32(48_000)) + bytes(UInt32(192_000))
    data += bytes(UInt16(4)) + bytes(UInt16(32)) + Data("data".utf8) + bytes(byteCount)
    try (data + Data(count: Int(byteCount))).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func bytes(_ number: some FixedWidthInteger) -> Data {
    withUnsafeBytes(of: number.littleEndian) { Data($0) }
  }

  private func file(_ name: String) -> String { folder.appendingPathComponent(name).path }
}
