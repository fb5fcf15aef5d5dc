import Foundation
import TestSupport
import Testing

@Suite("A session on JACK", .serialized, .enabled(if: JackServer.isInstalled, "jackd is missing"))
struct JackSessionTests {
  /// Starts the program on a session between the two clients' ports.
  private func start(_ server: JackServer, in folder: URL) throws -> RunningProgram {
    let path = folder.appending(path: "through.yaml").path
    try """
    device:
      driver: jack
      name: \(server.name)
      capture: 1
      playback: 1
      connect: {capture: ["sender:port"], playback: ["recorder:port"]}
    fades: {start: 0, stop: 0.1}
    nodes:
      - {name: amp, builtin: gain, channels: 1}
    chain: [capture, amp, playback]
    """.write(toFile: path, atomically: true, encoding: .utf8)
    return try TactusProgram.start(["run", path, "--no-meter"])
  }

  @Test func passesTenSecondsBitForBit() async throws {
    let losses = try await untilNoPeriodIsLost(frames: [256, 256, 1_024, 4_096]) {
      try await passTenSecondsBitForBit(periodFrames: $0)
    }
    #expect(losses == [])
  }

  /// What was told of periods that were lost; all others are compared when there is nothing.
  private func passTenSecondsBitForBit(periodFrames: Int) async throws -> [String] {
    let seconds = 10
    let server = try JackServer(periodFrames: periodFrames)
    defer { server.stop() }
    var losses: [String] = []
    try await withTemporaryDirectory { folder in
      let wanted = seconds * 48_000
      let sender = try #require(JackClient(.sender, server: server.name))
      let recorder = try #require(
        JackClient(.recorder, server: server.name, capacity: wanted + 5 * 48_000))
      let program = try start(server, in: folder)
      #expect(await eventually { recorder.recording.suffix(256).contains { $0 != 0 } })
      let begin = recorder.count
      #expect(await eventually { recorder.count >= begin + wanted + 4_800 })
      program.signal(SIGTERM)
      let outcome = program.wait()
      #expect(outcome.code == 0)
      #expect(server.isAlive)
      #expect(sender.count > wanted)
      losses = outcome.errorLines.filter { $0.contains("xrun") || $0.contains("was late") }
      guard losses.isEmpty else { return }

      // Past the first sound, and the fade of a single frame, everything is one run of the signal.
      let heard = recorder.recording[begin..<begin + wanted]
      let offset = try #require(
        (0..<sender.count).first { index in
          (0..<64).allSatisfy { heard[begin + $0] == JackClient.signal(index + $0) }
        }, "\(outcome.errorLines)")
      let wrong = heard.indices.filter {
        heard[$0] != JackClient.signal(offset + $0 - begin)
      }
      #expect(wrong.isEmpty)
    }
    return losses
  }

  @Test func helpersAreNoMoreUrgentThanJACKsOwnThread() async throws {
    let server = try JackServer()
    defer { server.stop() }
    try await withTemporaryDirectory { folder in
      let program = try start(server, in: folder)
      #expect(await eventually { program.errors.contains("jack (asked for)") })
      /// The priorities of the audio queue's own threads, or of those that take turns with JACK's
      /// periods: the understudy, whoever that is, is one level above.
      func priorities(of name: String) throws -> Set<Int> {
        let outcome = try TactusProgram.run([
          "meter", "--once", "--json", "--pid", "\(program.process.processIdentifier)",
        ])
        let report = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        let workers = (report as? [String: Any])?["workers"] as? [[String: Any]] ?? []
        return Set(
          workers.filter {
            $0["queue"] as? String == "audio" && ($0["name"] as? String)?.hasPrefix(name) == true
          }.compactMap { $0["priority"] as? Int })
      }
      #expect(
        await eventually {
          // JACK's thread has come, and the helpers have what it has.
          guard let helpers = try? priorities(of: "audio"), !helpers.isEmpty else { return false }
          return helpers.max() == (try? priorities(of: "jack"))?.min()
        })
      program.signal(SIGTERM)
      #expect(program.wait().code == 0)
    }
  }

  @Test func theHostOutlivesTheServer() async throws {
    let server = try JackServer()
    defer { server.stop() }
    try await withTemporaryDirectory { folder in
      let program = try start(server, in: folder)
      #expect(await eventually { program.errors.contains("jack (asked for)") })
      server.crash()
      #expect(await eventually { program.errors.contains("the session goes on without sound") })
      #expect(program.process.isRunning)
      program.signal(SIGTERM)
      #expect(program.wait().code == 0)
    }
  }

  @Test(arguments: [SIGTERM, SIGKILL])
  func theServerOutlivesTheHost(signal: Int32) async throws {
    let server = try JackServer()
    defer { server.stop() }
    try await withTemporaryDirectory { folder in
      let recorder = try #require(
        JackClient(.recorder, server: server.name, capacity: 10 * 48_000))
      let program = try start(server, in: folder)
      #expect(await eventually { !recorder.connections(of: recorder.portName).isEmpty })
      program.signal(signal)
      let outcome = program.wait()
      #expect(outcome.code == (signal == SIGKILL ? -SIGKILL : 0))
      #expect(await eventually { recorder.connections(of: recorder.portName).isEmpty })
      #expect(server.isAlive)
      // The server still has its beat.
      let before = recorder.count
      #expect(await eventually { recorder.count > before })
    }
  }
}
