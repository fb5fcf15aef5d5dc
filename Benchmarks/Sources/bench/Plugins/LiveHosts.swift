import CRealtime
import Foundation

/// Hosts that play eg-amps live, 64 frames a period, with all they need beside them: a server, or
/// as many processes as they want.
final class LiveHosts {
  private static let settleMicroseconds: UInt32 = 1_200_000
  private static let measureMicroseconds: UInt32 = 1_500_000
  private static let server = "tactus-bench"
  private static let jackEnvironment = [
    "JACK_DEFAULT_SERVER": server, "JACK_NO_AUDIO_RESERVATION": "1", "JACK_NO_START_SERVER": "1",
  ]

  private let folder: URL
  /// All that was started.
  private var running: [Program] = []

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "bench-" + UUID().uuidString)
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Ours, by itself.
  func tactus(_ program: String, amps count: Int) throws -> [Metric: Double] {
    let session = try AmpSession(count: count).write(to: folder)
    return try measure { [try start([program, "run", session, "--no-meter"])] }
  }

  /// Ours as a client of a JACK server.
  func tactusOverJACK(_ program: String, amps count: Int) throws -> [Metric: Double] {
    let session = try AmpSession(count: count).write(to: folder)
    return try measure {
      try withServer {
        [
          try start(
            [program, "run", session, "--no-meter", "--driver", "jack"],
            environment: Self.jackEnvironment)
        ]
      }
    }
  }

  /// jalv, a process for each plugin.
  func jalv(amps count: Int) throws -> [Metric: Double] {
    try measure {
      try withServer {
        try (0..<count).map { number in
          try start(
            ["jalv", "-i", "-n", "amp\(number)", AmpSession.plugin],
            environment: Self.jackEnvironment)
        }
      }
    }
  }

  func ecasound(amps count: Int) throws -> [Metric: Double] {
    let effects = (0..<count).map { _ in "-elv2:\(AmpSession.plugin),0" }
    return try measure {
      try withServer {
        [
          try start(
            [
              "ecasound", "-q", "-b:\(Period.frames)", "-f:f32_le,1,48000",
              "-G:jack,amps,notransport",
              "-i", "jack", "-o", "jack",
            ] + effects, environment: Self.jackEnvironment)
        ]
      }
    }
  }

  /// PipeWire's daemon, and its filter chain in a process of its own.
  func pipeWire(amps count: Int) throws -> [Metric: Double] {
    let daemon = try write(PipeWireFiles.daemon, "daemon.conf")
    let chain = try write(PipeWireFiles.chain(amps: count), "chain.conf")
    let environment = ["XDG_RUNTIME_DIR": folder.path, "PIPEWIRE_REMOTE": "pipewire-0"]
    return try measure {
      let server = try start(["pipewire", "-c", daemon], environment: environment)
      usleep(500_000)
      let filter = try start(["pipewire", "-c", chain], environment: environment)
      usleep(500_000)
      for command in PipeWireFiles.commands {
        _ = try Program(command, environment: environment).used()
      }
      return [filter, server]
    }
  }

  private func start(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Program {
    let program = try Program(arguments, environment: environment)
    running.append(program)
    return program
  }

  private func write(_ text: String, _ name: String) throws -> String {
    let file = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  /// A server without hardware, and its clients.
  private func withServer(_ clients: () throws -> [Program]) throws -> [Program] {
    let server = try start(
      [
        "jackd", "-n", Self.server, "-d", "dummy", "-r", "48000", "-p", "\(Period.frames)",
        "-w", "\(Period.nanoseconds / 1000)",
      ], environment: Self.jackEnvironment)
    usleep(500_000)
    return try clients() + [server]
  }

  /// What all programs used for a period, once they play.
  private func measure(_ programs: () throws -> [Program]) throws -> [Metric: Double] {
    // Clients before their server.
    defer { running.reversed().forEach { $0.end() } }
    let programs = try programs()
    usleep(Self.settleMicroseconds)
    let begin = rt_now_nanoseconds()
    let before = programs.map(\.usedSoFar)
    usleep(Self.measureMicroseconds)
    let used = zip(programs.map(\.usedSoFar), before).reduce(0) { $0 + $1.0 - $1.1 }
    let periods = Double(rt_now_nanoseconds() - begin) / Double(Period.nanoseconds)
    guard programs.allSatisfy(\.isRunning) else {
      throw UsageError(description: "\(programs[0].name) did not go on")
    }
    return [.live: Double(used) / periods / 1000]
  }
}
