import Foundation
import TestSupport
import Testing

/// The built program on PipeWire's JACK library: it decides at its start which one it is given.
@Suite(
  "A session on PipeWire's JACK library", .serialized,
  .enabled(if: PipeWireServer.isInstalled, "PipeWire or its JACK library is missing"))
struct PipeWireTests {
  /// Starts the program on a session that plays a tone, and records it from the card's monitor.
  private func start(_ server: PipeWireServer, in folder: URL) throws -> RunningProgram {
    let path = folder.appending(path: "session.yaml").path
    try """
    device:
      driver: jack
      client: box
      capture: 1
      playback: 2
      midi_capture: 1
      ports: {capture: [return], playback: [left, right]}
      connect: {capture: ["*:monitor_FL"], playback: ["card:playback_*"]}
    fades: {start: 0, stop: 0.1}
    nodes:
      - {name: tone, builtin: tone}
      - {name: tape, builtin: recorder, channels: 1, file: tape.wav}
    connections:
      - tone:out_1 -> playback:in_1
      - tone:out_1 -> playback:in_2
      - capture:out_1 -> tape:in_1
    """.write(toFile: path, atomically: true, encoding: .utf8)
    return try TactusProgram.start(
      ["run", path, "--no-meter"], environment: server.environment)
  }

  private func periods(of program: RunningProgram) throws -> Int {
    let outcome = try TactusProgram.run([
      "meter", "--once", "--json", "--pid", "\(program.process.processIdentifier)",
    ])
    let report = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let driver = (report as? [String: Any])?["driver"] as? [String: Any]
    return driver?["periodsRun"] as? Int ?? 0
  }

  private func runs(_ program: RunningProgram) -> Bool {
    program.errors.contains("jack (asked for)")
  }

  @Test func playsToTheCardAndHearsItsMonitor() async throws {
    let server = try PipeWireServer()
    try await withTemporaryDirectory { folder in
      let program = try start(server, in: folder)
      #expect(await eventually { runs(program) }, "\(program.errors)")
      #expect(await eventually { ((try? periods(of: program)) ?? 0) > 200 })
      program.signal(SIGTERM)
      let outcome = program.wait()
      #expect(outcome.code == 0)
      #expect(!outcome.errors.contains("waits for"))
      let tape = try Data(contentsOf: folder.appending(path: "tape.wav"))
      #expect(tape.dropFirst(1_024).contains { $0 != 0 })
    }
  }

  @Test func comesBackWhenTheDaemonDoes() async throws {
    let server = try PipeWireServer()
    try await withTemporaryDirectory { folder in
      let program = try start(server, in: folder)
      #expect(await eventually { runs(program) }, "\(program.errors)")
      server.crash()
      #expect(await eventually { program.errors.contains("goes on without sound") })
      try server.start()
      #expect(await eventually { program.errors.contains("is back after") }, "\(program.errors)")
      let before = try periods(of: program)
      #expect(await eventually { ((try? periods(of: program)) ?? 0) > before + 100 })
      program.signal(SIGTERM)
      #expect(program.wait().code == 0)
    }
  }

  @Test func isToldWhenTheRateChanges() async throws {
    let server = try PipeWireServer()
    try await withTemporaryDirectory { folder in
      let program = try start(server, in: folder)
      #expect(await eventually { runs(program) }, "\(program.errors)")
      try server.forceRate(44_100)
      #expect(await eventually { program.errors.contains("goes on without sound") })
      #expect(program.process.isRunning)
      program.signal(SIGKILL)
      #expect(program.wait().code == -SIGKILL)
    }
  }
}
