import DriverJACK
import Foundation
import TestSupport
import Testing

/// The built program, on a server that is killed over and over.
@Suite(
  "A JACK server that is killed",
  .enabled(
    if: JackServer.isInstalled
      && ["jack_lsp", "jack_connect", "jack_disconnect"].allSatisfy(Tools.isInstalled),
    "jackd, jack_lsp, jack_connect or jack_disconnect is not installed"),
  .serialized)
struct JACKRestartTests {
  private static let rounds = Cases.count(20, atLeast: 3)
  private static let periodFrames = 1_024
  private static let session = """
    name: turning
    device: {driver: jack, client: box, playback: 2}
    fades: {start: 0.05, stop: 0.05, lost: 0.05, back: 0.05, curve: linear}
    nodes:
      - {name: turning, builtin: file-player, file: turning.wav, loop: true}
    chain: [turning, playback]
    """

  init() { JACKLibrary.silence() }

  @Test func isComeBackToEachTimeWithItsConnections() async throws {
    try await withTemporaryDirectory { folder in
      let watch = StallWatch()
      defer { watch.end() }
      let server = try JackServer(periodFrames: Self.periodFrames)
      defer { server.stop() }
      let program = try start(on: server, in: folder)
      #expect(await eventually { program.errors.contains("jack (asked for)") })
      var afterFirst: Footprint?
      var slowest = Duration.zero
      for round in 1...Self.rounds {
        do {
          let client = try await connectedClient(of: server, round)
          if round > 1 {
            let before = afterFirst ?? Footprint(program, server)
            afterFirst = before
            #expect(
              await eventually { Footprint(program, server) <= before },
              "round \(round): \(before), now \(Footprint(program, server))")
          }
          server.crash()
          #expect(await eventually { log(of: program, server).losses == round })
          withExtendedLifetime(client) {}
        }
        try server.restart()
        let begin = ContinuousClock.now
        // A library that was caught while its server died may wait for it for a while.
        try #require(
          await eventually(timeout: .seconds(90)) { log(of: program, server).returns == round },
          "round \(round): \(program.errors)")
        slowest = max(slowest, ContinuousClock.now - begin)
      }
      print("Note: the slowest return came \(slowest) after the server's")
      _ = try await connectedClient(of: server, Self.rounds + 1)
      try expectCounts(of: program)
      program.signal(SIGTERM)
      #expect(program.wait().code == 0)
      #expect(log(of: program, server).isInOrder)
      let played = try TurningSound.Played(reading: folder.appending(path: "played.wav").path)
      if played.misplacedFrames > 0 {
        try watch.cancelTest(frames: Self.periodFrames, rate: 48_000)
      }
      expectFadedAndWhole(played)
    }
  }

  private func start(on server: JackServer, in folder: URL) throws -> RunningProgram {
    try TurningSound.write(to: folder.appending(path: "turning.wav").path)
    let session = folder.appending(path: "session.yaml").path
    try Self.session.write(toFile: session, atomically: true, encoding: .utf8)
    return try TactusProgram.start([
      "run", session, "--device", server.name, "--no-meter", "--record",
      folder.appending(path: "played.wav").path,
    ])
  }

  // MARK: Connections

  /// What the user made of the connections, with a client and without.
  private static let wired: Set<[String]> = [
    ["box:out_1", "system:playback_1"], ["box:out_1", "system:playback_2"],
  ]
  private static let wiredToClient = wired.union([["box:out_2", DelayClient.input]])

  /// Comes as a client, and lets the program play aloud for a moment with it.
  private func connectedClient(of server: JackServer, _ round: Int) async throws -> DelayClient {
    if round > 1 {
      #expect(await eventually { (try? connections(of: server)) == Self.wired }, "round \(round)")
    }
    let client = try #require(DelayClient(server: server.name, frames: 1))
    if round == 1 { try rewire(server) }
    #expect(
      await eventually { (try? connections(of: server)) == Self.wiredToClient }, "round \(round)")
    // What is gone for 200 ms, with both of its ports there, was taken away by somebody.
    try await Task.sleep(for: .milliseconds(round == 1 ? 1_000 : 200))
    return client
  }

  private func rewire(_ server: JackServer) throws {
    #expect(try connections(of: server).contains(["box:out_2", "system:playback_2"]))
    for (tool, ports) in [
      ("jack_disconnect", ["box:out_2", "system:playback_2"]),
      ("jack_connect", ["box:out_1", "system:playback_2"]),
      ("jack_connect", ["box:out_2", DelayClient.input]),
    ] {
      #expect(try RunningProgram([tool, "-s", server.name] + ports).wait().code == 0)
    }
  }

  /// Who is connected to the program's ports.
  private func connections(of server: JackServer) throws -> Set<[String]> {
    let list = try RunningProgram(["jack_lsp", "-s", server.name, "-c", "box:"]).wait().output
    var port = ""
    var pairs: Set<[String]> = []
    for line in list.split(separator: "\n") {
      let name = line.trimmingCharacters(in: .whitespaces)
      if line.first?.isWhitespace == true { pairs.insert([port, name]) } else { port = name }
    }
    return pairs
  }

  // MARK: What is told and played

  private func log(of program: RunningProgram, _ server: JackServer) -> LossLog {
    LossLog(program.errors, server: server.name)
  }

  private func expectCounts(of program: RunningProgram) throws {
    let outcome = try TactusProgram.run([
      "meter", "--json", "--pid", "\(program.process.processIdentifier)",
    ])
    let devices = try #require(try jsonObject(outcome.output)["devices"] as? [String: Int])
    #expect(devices["losses"] == Self.rounds)
    #expect(devices["returns"] == Self.rounds)
    #expect(devices["switches"] == 0)
  }

  private func expectFadedAndWhole(_ played: TurningSound.Played) {
    // The sound's own steepest step, and that of a fade in 2400 frames.
    let steepest = Float(TurningSound.radiansPerFrame) + 1 / 2_400
    #expect(played.largestStep <= TurningSound.level * steepest + 1e-5)
    #expect(played.misplacedFrames == 0)
    #expect(played.silences == Self.rounds)
    #expect(played.endsSilent)
  }
}

/// What a program said about a server that ended and came back.
private struct LossLog {
  private(set) var losses = 0
  private(set) var returns = 0
  /// Whether each return is of the loss before it.
  private(set) var isInOrder = true

  init(_ errors: String, server: String) {
    for line in errors.split(separator: "\n") {
      if line.contains("\(server) has ended") {
        losses += 1
      } else if line.contains("\(server) is back after") {
        returns += 1
      } else {
        continue
      }
      isInOrder = isInOrder && (losses == returns || losses == returns + 1)
    }
  }
}

extension Footprint {
  fileprivate init(_ program: RunningProgram, _ server: JackServer) {
    self.init(of: program.process.processIdentifier, server: server.name)
  }
}
