import TestSupport
import Testing

@Suite(
  "tactus latency", .serialized, .enabled(if: JackServer.isInstalled, "jackd is not installed"))
struct LatencyProgramTests {
  private static let loop = [
    "--connect-capture", DelayClient.output, "--connect-playback", DelayClient.input,
  ]

  @Test func measuresALoopThroughAnotherClient() async throws {
    let losses = try await untilNoPeriodIsLost(frames: [256, 1_024, 4_096]) {
      try measureALoop(periodFrames: $0)
    }
    #expect(losses == [])
  }

  /// What was told of sweeps in which periods were lost; the figures are compared when there is nothing.
  private func measureALoop(periodFrames: Int) throws -> [String] {
    let server = try JackServer(periodFrames: periodFrames)
    defer { server.stop() }
    let delay = try #require(DelayClient(server: server.name, frames: 137))
    return try withExtendedLifetime(delay) {
      let text = try run(server, ["--capture", "1", "--playback", "1"] + Self.loop)
      let data = try run(
        server, ["--json", "--capture", "2", "--playback", "1", "--repeats", "2"] + Self.loop)
      let losses = [text, data].map(\.output).filter { $0.contains("xruns") }
      guard losses.isEmpty else { return losses }
      #expect(text.code == 0)
      let row = text.output.split(separator: "\n").first { $0.contains("out 1 > in 1") }
      let cells = row?.split(separator: " ").map(String.init) ?? []
      #expect(cells.contains("137.0") && cells.contains("+\(periodFrames)"), "\(text.output)")
      #expect(cells.contains("\(137 + periodFrames).0") && cells.contains("+137.0"))
      #expect(text.errors.contains("playing sweeps at -12.0 dBFS on 1 channel"))

      #expect(data.code == 0)
      let pairs = try #require(try jsonObject(data.output)["pairs"] as? [[String: Any]])
      #expect(pairs.map { $0["outcome"] as? String } == ["measured", "noSignal"])
      let latency = try #require(pairs[0]["latencyFrames"] as? Double)
      #expect(abs(latency - 137) < 0.01)
      #expect(pairs[0]["turnFrames"] as? Int == periodFrames)
      #expect(pairs[0]["isInverted"] as? Bool == false)
      return []
    }
  }

  @Test func saysWhatToDoWithoutALoop() async throws {
    let losses = try await untilNoPeriodIsLost(frames: [256, 1_024, 4_096]) { periodFrames in
      let server = try JackServer(periodFrames: periodFrames)
      defer { server.stop() }
      let outcome = try run(server, ["--playback", "1", "--repeats", "1"])
      #expect(outcome.code == 69)
      guard !outcome.output.contains("xruns") else { return [outcome.output] }
      #expect(outcome.output.contains("out 1: no signal came back; connect it to an input"))
      #expect(outcome.errors.contains("no way from an output to an input was found"))
      return []
    }
    #expect(losses == [])
  }

  @Test func refusesAServerThatIsOtherwiseWhenItIsStrict() throws {
    let server = try JackServer()
    defer { server.stop() }
    let outcome = try run(
      server, ["--strict", "--rate", "44100", "--period", "64", "--format", "S16_LE"])
    #expect(outcome.code == 69)
    #expect(
      outcome.errors.contains(
        "jack has no use for `format`; rate 44100 was asked for, JACK server \(server.name) runs "
          + "at 48000; a period of 64 was asked for, JACK server \(server.name) has 256; ask for "
          + "that, or leave strict out"))
  }

  @Test(arguments: [
    (["--level", "3"], "--level must be -80 to 0 dBFS"),
    (["--capture", "0"], "--capture and --playback must be 1 to 64"),
    (["--longest", "10"], "--longest must be 0.01 to 5 seconds"),
    (["--repeats", "0"], "--repeats must be 1 to 100"),
    (["--format", "S17"], "S17"), (["--period", "0"], "--period must be more than 0"),
    (
      ["--driver", "jack", "--capture-device", "hw:1"],
      "--capture-device needs --driver alsa"
    ),
    (["--driver", "clock"], "'clock' is invalid for '--driver <driver>'"),
  ])
  func refusesWhatMakesNoSense(arguments: [String], message: String) throws {
    let outcome = try TactusProgram.run(["latency"] + arguments)
    #expect(outcome.code == 64)
    #expect(outcome.errors.contains(message))
  }

  private func run(
    _ server: JackServer, _ arguments: [String]
  ) throws -> TactusProgram.Outcome {
    try TactusProgram.run(["latency", "--driver", "jack", "--device", server.name] + arguments)
  }
}
