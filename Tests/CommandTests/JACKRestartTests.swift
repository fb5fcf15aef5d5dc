import Foundation
import SoundFiles
import TestSupport
import Testing

@Suite(
  "A JACK server that is killed",
  .enabled(
    if: JackServer.isInstalled && Tools.isInstalled("jack_lsp"),
    "jackd or jack_lsp is not installed"),
  .serialized)
struct JACKRestartTests {
  private static let tone = """
    name: steady
    device: {driver: jack, playback: 2}
    fades: {start: 0.05, stop: 0.05, lost: 0.05, back: 0.05, curve: linear}
    nodes:
      - {name: beep, builtin: tone, frequency: 100, level: -6}
    chain: [beep, playback]
    """

  private func count(_ text: String, in program: RunningProgram) -> Int {
    program.errors.components(separatedBy: text).count - 1
  }

  private func connections(of server: JackServer) throws -> [String] {
    let list = try RunningProgram(["jack_lsp", "-s", server.name, "-c", "tactus"])
    return list.wait().output.split(separator: "\n").map(String.init)
  }

  @Test func isComeBackToThreeTimesWithItsConnections() async throws {
    try await withTemporaryDirectory { folder in
      let server = try JackServer()
      defer { server.stop() }
      let session = folder.appending(path: "session.yaml").path
      try Self.tone.write(toFile: session, atomically: true, encoding: .utf8)
      let recorded = folder.appending(path: "played.wav").path
      let program = try TactusProgram.start([
        "run", session, "--device", server.name, "--no-meter", "--record", recorded,
      ])
      #expect(await eventually { program.errors.contains("jack (asked for)") })
      let before = try connections(of: server)
      #expect(before.contains { $0.contains("system:playback_2") })
      for round in 1...3 {
        server.crash()
        #expect(await eventually { count("\(server.name) has ended", in: program) == round })
        try server.restart()
        #expect(await eventually { count("\(server.name) is back after", in: program) == round })
        #expect(try connections(of: server) == before)
      }
      // Loud again before it ends.
      try await Task.sleep(for: .milliseconds(300))
      program.signal(SIGTERM)
      #expect(program.wait().code == 0)

      let table = try SampleTable(reading: recorded, atRate: nil)
      let played = Array(UnsafeBufferPointer(start: table.channel(0), count: table.frames))
      // The sine's own steepest step, and that of a fade in 2400 frames.
      let largest = zip(played, played.dropFirst()).map { abs($1 - $0) }.max() ?? 1
      let steepest: Float = 2 * Float.pi * 100 / 48_000
      let ofFade: Float = 1 / 2_400
      #expect(largest <= 0.5012 * (steepest + ofFade) + 1e-4)
      #expect(played.last == 0)
    }
  }
}
