import CRealtime
import Foundation

/// SuperCollider's parallel server, where it is installed: 64 synths side by side, offline.
///
/// Its node is a synth of so many sine oscillators, played for a few seconds of sound: once in a
/// group on one thread, once in a parallel group on two. Offline, its helpers never sleep.
struct Supernova {
  static let synths = 64
  private static let rate = 48_000

  /// How many oscillators a synth has: about 0.2, 0.8 and 5 µs.
  static let sizes = [1, 8, 64]

  /// The program, if it is there.
  static let program = ["/usr/bin/supernova", "/usr/local/bin/supernova"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  let oscillators: Int
  let threads: Int

  /// What one block of 64 frames takes, in nanoseconds; the start of the program left out.
  func nanosecondsPerBlock() throws -> Double {
    // Long enough that the start of the program, which is taken off, does not count.
    let seconds = max(4, 120 / Double(oscillators))
    let long = try shortest(seconds: seconds)
    let short = try shortest(seconds: seconds / 8)
    return (long - short) / (seconds * 7 / 8 * Double(Self.rate) / 64)
  }

  /// The better of two runs.
  private func shortest(seconds: Double) throws -> Double {
    min(try elapsed(seconds: seconds), try elapsed(seconds: seconds))
  }

  private func elapsed(seconds: Double) throws -> Double {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "supernova-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let score = folder.appendingPathComponent("score.osc")
    try SupernovaScore(
      oscillators: oscillators, synths: Self.synths, isParallel: threads > 1, seconds: seconds
    ).data.write(to: score)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.program ?? "/usr/bin/supernova")
    process.arguments = [
      "-N", score.path, "_", folder.appendingPathComponent("out.wav").path, "\(Self.rate)", "WAV",
      "int16", "-o", "1", "-i", "0", "-T", "\(threads)", "-n", "4096", "-w", "1024", "-D", "0",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let begin = rt_now_nanoseconds()
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw UsageError(description: "supernova ended with \(process.terminationStatus)")
    }
    return Double(rt_now_nanoseconds() - begin)
  }
}
