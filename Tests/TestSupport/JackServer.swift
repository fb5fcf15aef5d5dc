import Foundation

/// A JACK server of the test's own, without hardware, under a name nobody else has.
///
/// It runs synchronously: a cycle waits for its clients however busy the machine is, so that a
/// signal passes whole.
public final class JackServer: @unchecked Sendable {
  /// Whether `jackd` can be run here: for `.enabled(if:)`.
  public static var isInstalled: Bool {
    Tools.isInstalled("jackd") && Tools.isInstalled("jack_wait")
  }

  /// Why a server did not come up.
  public struct Failure: Error, CustomStringConvertible {
    /// What happened, in one line.
    public let description: String
  }

  /// What clients name it by.
  public let name: String
  private let process = Process()

  /// Starts a server and waits until clients can come.
  public init(rate: Int = 48_000, periodFrames: Int = 256) throws {
    name = "tactus-\(UUID().uuidString.prefix(8).lowercased())"
    process.executableURL = try Self.program("jackd")
    process.arguments = [
      "-n", name, "-S", "-d", "dummy", "-r", String(rate), "-p", String(periodFrames),
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["JACK_NO_AUDIO_RESERVATION": "1"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    guard try waitForServer() else {
      stop()
      throw Failure(description: "jackd \(name) did not come up")
    }
  }

  deinit { stop() }

  /// The server's process.
  public var processID: Int32 { process.processIdentifier }

  /// Whether the server still runs.
  public var isAlive: Bool { process.isRunning }

  /// Ends the server as a user does, and waits for that.
  ///
  /// May be called twice.
  public func stop() {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    removeRemains()
  }

  /// Kills the server without warning, and waits for that.
  public func crash() {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    removeRemains()
  }

  private func waitForServer() throws -> Bool {
    let waiting = Process()
    waiting.executableURL = try Self.program("jack_wait")
    waiting.arguments = ["-s", name, "-w", "-t", "20"]
    waiting.standardOutput = FileHandle.nullDevice
    waiting.standardError = FileHandle.nullDevice
    try waiting.run()
    waiting.waitUntilExit()
    return waiting.terminationStatus == 0 && process.isRunning
  }

  /// A crashed server leaves its sockets and semaphores behind.
  private func removeRemains() {
    let directory = "/dev/shm"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    for file in files where file.contains(name) {
      try? FileManager.default.removeItem(atPath: "\(directory)/\(file)")
    }
  }

  private static func program(_ name: String) throws -> URL {
    guard let path = Tools.path(of: name) else {
      throw Failure(description: "\(name) is not installed")
    }
    return URL(fileURLWithPath: path)
  }
}
