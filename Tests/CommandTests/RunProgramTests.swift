import Foundation
import SoundFiles
import TestSupport
import Testing

@Suite("tactus run", .serialized) struct RunProgramTests {
  private static let tone = """
    name: steady
    device: {playback: 1}
    fades: {start: 0.05, stop: 0.2}
    nodes:
      - {name: beep, builtin: tone, frequency: 100, level: -6}
    chain: [beep, playback]
    """

  private func write(_ text: String, in folder: URL) throws -> String {
    let path = folder.appending(path: "session.yaml").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func samples(_ path: String) throws -> [Float] {
    let table = try SampleTable(reading: path, atRate: nil)
    return Array(UnsafeBufferPointer(start: table.channel(0), count: table.frames))
  }

  private func hasStarted(_ program: RunningProgram) async -> Bool {
    await eventually { program.errors.contains("clock (") || !program.process.isRunning }
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func endsInAFadeNotInACut(signal: Int32) async throws {
    try await withTemporaryDirectory { folder in
      let session = try write(Self.tone, in: folder)
      let recorded = folder.appending(path: "played.wav").path
      let program = try TactusProgram.start(
        ["run", session, "--driver", "clock", "--no-meter", "--record", recorded])
      #expect(await hasStarted(program))
      try await Task.sleep(for: .milliseconds(500))
      program.signal(signal)
      let outcome = program.wait()
      #expect(outcome.code == 0)

      let played = try samples(recorded)
      #expect(played.count > 12_000)
      let loudest = played.map(abs).max() ?? 0
      #expect(loudest > 0.4 && loudest <= 0.51)
      // The steepest a 100 Hz sine at -6 dB gets between two frames at 48 kHz is 2π·100/48000 of
      // its peak, 0.0066; the fade adds at most peak/9600 a frame. A cut would be up to 0.5.
      let steps = zip(played, played.dropFirst()).map { abs($1 - $0) }
      #expect((steps.max() ?? 1) < 0.0068)
      #expect(played.last == 0)
      let tail = played.suffix(48).map(abs).max() ?? 1
      #expect(tail < 0.001)
    }
  }

  /// The session with its tone gone through a gain of so many decibels.
  private static func gained(_ decibels: Double) -> String {
    tone.replacingOccurrences(
      of: "chain: [beep, playback]",
      with: """
          - {name: amp, builtin: gain, channels: 1, parameters: {gain: \(decibels)}}
        chain: [beep, amp, playback]
        """)
  }

  private func said(_ text: String, _ program: RunningProgram) async -> Bool {
    await eventually { program.errors.contains(text) || !program.process.isRunning }
  }

  @Test func mutesAndUnmutesOnASignal() async throws {
    try await withTemporaryDirectory { folder in
      let session = try write(Self.tone, in: folder)
      let recorded = folder.appending(path: "played.wav").path
      let program = try TactusProgram.start(
        ["run", session, "--driver", "clock", "--no-meter", "--record", recorded])
      #expect(await hasStarted(program))
      try await Task.sleep(for: .milliseconds(300))
      for line in [": muted", ": not muted any more"] {
        program.signal(SIGUSR1)
        #expect(await said(line, program))
        try await Task.sleep(for: .milliseconds(500))
      }
      program.signal(SIGTERM)
      #expect(program.wait().code == 0)

      let played = try samples(recorded)
      // The sine's own step, 0.0066, and the steepest of a smooth fade over 960 frames.
      let steps = zip(played, played.dropFirst()).map { abs($1 - $0) }
      #expect((steps.max() ?? 1) < 0.0066 + 0.51 * 1.571 / 960)
      // Sound, silence, sound, by periods of the sine.
      let loudest = stride(from: 0, to: played.count - 480, by: 480)
        .map { first in played[first..<first + 480].map(abs).max() ?? 1 }
      let sounds = loudest.drop { $0 < 0.4 }
      let silence = sounds.drop { $0 > 0 }
      #expect(silence.first == 0)
      #expect(silence.contains { $0 > 0.4 })
    }
  }

  @Test(arguments: [false, true])
  func readsItsSessionAgain(watching: Bool) async throws {
    try await withTemporaryDirectory { folder in
      let session = try write(Self.tone, in: folder)
      let recorded = folder.appending(path: "played.wav").path
      let program = try TactusProgram.start(
        ["run", session, "--driver", "clock", "--no-meter", "--record", recorded]
          + (watching ? ["--watch"] : []))
      #expect(await hasStarted(program))
      try await Task.sleep(for: .milliseconds(300))
      for (text, line) in [
        (Self.gained(0), "reloaded session.yaml: 1 added"),
        (Self.gained(-40), "reloaded session.yaml: 1 changed"),
        (Self.gained(-40) + "\nfase: 1", "session.yaml is not taken, what played goes on:"),
        (Self.tone, "reloaded session.yaml: 1 removed"),
      ] {
        _ = try write(text, in: folder)
        if !watching { program.signal(SIGHUP) }
        #expect(await said(line, program))
        // Long enough for the edit to be through.
        try await Task.sleep(for: .milliseconds(200))
      }
      #expect(program.errors.contains("unknown key `fase` in the session"))
      program.signal(SIGTERM)
      #expect(program.wait().code == 0)

      let played = try samples(recorded)
      let loudest = played.map(abs).max() ?? 0
      #expect(loudest > 0.4 && loudest <= 0.51)
      // The sine's own step, 0.0066, and a cross-fade's from nothing to its peak in 480 frames; a
      // cut would be up to 0.5.
      let steps = zip(played, played.dropFirst()).map { abs($1 - $0) }
      #expect((steps.max() ?? 1) < 0.0066 + 0.5 / 480)
      // The quiet stretch and the loud one after it.
      let quietest = stride(from: 0, to: played.count - 960, by: 480).dropFirst(20)
        .map { first in played[first..<first + 960].map(abs).max() ?? 1 }
      #expect(quietest.contains { $0 > 0.004 && $0 < 0.006 })
    }
  }

  @Test(
    .enabled(
      if: JackServer.isInstalled && Tools.isInstalled("jack_lsp"),
      "jackd or jack_lsp is not installed"))
  func tellsJACKHowLateItsGraphIs() async throws {
    let server = try JackServer()
    defer { server.stop() }
    let program = try TactusProgram.start([
      "run", TactusProgram.path("configs/lookahead.yaml"), "--driver", "jack", "--device",
      server.name, "--no-meter",
    ])
    #expect(await said("ms + graph 5.0 ms", program))
    // The dummy card's capture is a period late; the limiter looks 240 frames ahead.
    let isTold = await eventually {
      (try? Self.ports(of: server).contains("port capture latency = [ 496 496 ] frames")) == true
    }
    #expect(isTold)
    program.signal(SIGTERM)
    #expect(program.wait().code == 0)
  }

  /// What `jack_lsp` says of the program's first output.
  private static func ports(of server: JackServer) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: Tools.path(of: "jack_lsp") ?? "")
    process.arguments = ["-s", server.name, "-l", "tactus:out_1"]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test(arguments: [false, true])
  func whatTheDriverHasNoUseForIsToldOrRefused(isStrict: Bool) throws {
    try withTemporaryDirectory { folder in
      let device = "device: {driver: alsa, name: hw:0, capture_device: hw:1, playback: 1}"
      let text = Self.tone.replacing("device: {playback: 1}", with: device)
      let outcome = try TactusProgram.run(
        ["run", try write(text, in: folder), "--driver", "clock", "--no-meter"]
          + ["--duration", "0.1"] + (isStrict ? ["--strict"] : []))
      #expect(outcome.code == (isStrict ? 69 : 0))
      let line = "clock has no use for `name`, `capture_device`"
      #expect(outcome.errors.contains(isStrict ? "\(line); ask for what it has" : "\(line): left"))
    }
  }

  @Test func durationEndsItByItself() throws {
    let outcome = try TactusProgram.run([
      "run", TactusProgram.path("configs/tone.yaml"), "--driver", "clock", "--no-meter",
      "--duration", "0.3",
    ])
    #expect(outcome.code == 0)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("clock (asked for)"))
  }

  @Test func secondSignalEndsAtOnce() async throws {
    try await withTemporaryDirectory { folder in
      let slow = Self.tone.replacingOccurrences(of: "stop: 0.2", with: "stop: 60")
      let program = try TactusProgram.start([
        "run", try write(slow, in: folder), "--driver", "clock", "--no-meter",
      ])
      #expect(await hasStarted(program))
      program.signal(SIGTERM)
      #expect(await eventually { program.errors.contains("fading out") })
      program.signal(SIGTERM)
      #expect(await eventually { !program.process.isRunning })
      #expect(program.wait().code == 0)
    }
  }

  @Test(
    .enabled(
      if: Tools.isInstalled("setpriv") && getuid() == 0,
      "only root can give up its rights, with setpriv"))
  func playsOnAtNormalPriorityAndSaysSoOnce() throws {
    let program = try TactusProgram.start(
      [
        "run", TactusProgram.path("configs/tone.yaml"), "--driver", "clock", "--no-meter",
        "--duration", "0.2",
      ],
      environment: ["DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent/bus"],
      through: Self.withoutRights)
    let outcome = program.wait()
    #expect(outcome.code == 0)
    let warnings = outcome.errorLines.filter { $0.contains("real-time priority was refused") }
    #expect(warnings.count == 1)
    #expect(warnings.first?.contains("limits.d") == true)
    #expect(warnings.first?.contains("RealtimeKit cannot be asked") == true)
    #expect(outcome.errorLines.count { $0.contains("real-time priority") } == 1)
  }

  @Test(
    .enabled(
      if: Tools.isInstalled("setpriv") && PrivateBus.isInstalled && getuid() == 0,
      "only root can give up its rights, with setpriv, and give them back; needs dbus-daemon"))
  func playsAtThePriorityRealtimeKitGrants() throws {
    let bus = try PrivateBus()
    let service = try FakeRealtimeKit(on: bus)
    defer { service.stop() }
    let program = try TactusProgram.start(
      [
        "run", TactusProgram.path("configs/tone.yaml"), "--driver", "clock", "--no-meter",
        "--duration", "0.2",
      ],
      environment: ["DBUS_SYSTEM_BUS_ADDRESS": bus.address], through: Self.withoutRights)
    let processID = UInt64(program.process.processIdentifier)
    let outcome = program.wait()
    #expect(outcome.code == 0)
    let warnings = outcome.errorLines.filter { $0.contains("real-time priority") }
    #expect(warnings.count == 1)
    #expect(warnings.first?.contains("comes from RealtimeKit") == true)
    #expect(warnings.first?.contains("RR 19 instead of FIFO 84") == true)
    // The timer first, then the threads of Pro Audio.
    #expect(service.requests.first?.value == 17)
    #expect(service.requests.dropFirst().allSatisfy { $0.value == 19 })
    #expect(service.requests.count > 1)
    #expect(service.requests.allSatisfy { $0.processID == processID })
  }

  private static let withoutRights = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]

  @Test func withoutATerminalTheMeterIsRefused() throws {
    let outcome = try TactusProgram.run([
      "run", TactusProgram.path("configs/tone.yaml"), "--driver", "clock", "--meter",
    ])
    #expect(outcome.code == 64)
    #expect(outcome.errors.contains("the meter needs a terminal"))
  }

  @Test func aServerThatIsNotThereIsOneLineAnd69() throws {
    let outcome = try TactusProgram.run([
      "run", TactusProgram.path("configs/tone.yaml"), "--driver", "jack", "--device",
      "tactus-no-such-server", "--no-meter",
    ])
    #expect(outcome.code == 69)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("tactus-no-such-server"))
  }

  @Test(arguments: [
    ["--rate", "0"], ["--period", "-1"], ["--periods", "x"], ["--format", "S17"],
    ["--duration", "-2"],
    ["--driver", "asio"], ["--loud"],
  ])
  func optionsThatMakeNoSenseAre64(options: [String]) throws {
    let outcome = try TactusProgram.run(
      ["run", TactusProgram.path("configs/tone.yaml")] + options)
    #expect(outcome.code == 64)
    #expect(outcome.errorLines.count == 1)
  }
}
