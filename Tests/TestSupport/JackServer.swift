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
  private let arguments: [String]
  private var process: Process
  private var isCrashed = false

  /// Starts a server and waits until clients can come.
  public init(rate: Int = 48_000, periodFrames: Int = 256) throws {
    // Clients write to it, also when it is dead. Unlike SIG_IGN, programs do not inherit this.
    signal(SIGPIPE) { _ in }
    name = "tactus-\(UUID().uuidString.prefix(8).lowercased())"
    arguments = ["-n", name, "-S", "-d", "dummy", "-r", String(rate), "-p", String(periodFrames)]
    process = try Self.launch("jackd", arguments)
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
    if isCrashed { revive() }
    if process.isRunning { process.terminate() }
    Self.wait(for: process)
    removeRemains()
  }

  /// Stops the server from running, or lets it go on.
  public func pause(_ isPaused: Bool) {
    kill(process.processIdentifier, isPaused ? SIGSTOP : SIGCONT)
  }

  /// Starts a server that has crashed or was stopped once more, under the same name.
  public func restart() throws {
    isCrashed = false
    process = try Self.launch("jackd", arguments)
    guard try waitForServer() else {
      throw Failure(description: "jackd \(name) did not come up again")
    }
  }

  /// Kills the server without warning, and waits for that.
  public func crash() {
    kill(process.processIdentifier, SIGKILL)
    Self.wait(for: process)
    isCrashed = true
  }

  /// Starts a crashed server once more, so that it can end properly.
  ///
  /// JACK has room for eight servers in its registry, and one that crashed keeps its place until
  /// another of the same name ends.
  private func revive() {
    isCrashed = false
    guard let revived = try? Self.launch("jackd", arguments) else { return }
    process = revived
    _ = try? waitForServer()
  }

  private func waitForServer() throws -> Bool {
    let waiting = try Self.launch("jack_wait", ["-s", name, "-w", "-t", "20"])
    Self.wait(for: waiting)
    return waiting.terminationStatus == 0 && process.isRunning
  }

  private static func launch(_ program: String, _ arguments: [String]) throws -> Process {
    guard let path = Tools.path(of: program) else {
      throw Failure(description: "\(program) is not installed")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["JACK_NO_AUDIO_RESERVATION": "1"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Waits for a program's end, unlike `waitUntilExit` without turning a run loop round and round.
  private static func wait(for process: Process) {
    while process.isRunning { usleep(5_000) }
  }

  /// A crashed server leaves its sockets and semaphores behind.
  private func removeRemains() {
    let directory = "/dev/shm"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    for file in files where file.contains(name) {
      try? FileManager.default.removeItem(atPath: "\(directory)/\(file)")
    }
  }
}
