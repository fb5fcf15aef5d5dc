public import Foundation

/// A program of this package, run in a process of its own.
public enum BuiltProgram {
  /// Where the build put a program: beside the tests.
  public static func url(_ name: String) -> URL {
    let bundles = [CommandLine.arguments[0], "/proc/self/exe"].map { URL(filePath: $0) }
    let candidates = bundles.map {
      $0.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: name)
    }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
      ?? candidates[0]
  }

  /// Runs a program to its end; what it prints as an error is among what it prints.
  ///
  /// Not by Foundation's Process, which loses a little memory each time: these programs run under
  /// the AddressSanitizer too.
  public static func run(
    _ name: String, _ arguments: [String], through: [String] = []
  ) throws -> TactusProgram.Outcome {
    try run(through + [url(name).path] + arguments)
  }

  /// Runs a command of the search path in the same way, also one that leaves a server behind.
  public static func run(_ command: [String]) throws -> TactusProgram.Outcome {
    let output = Pipe()
    // A server that stays would hold the pipe open.
    for end in [output.fileHandleForReading, output.fileHandleForWriting] {
      _ = fcntl(end.fileDescriptor, F_SETFD, FD_CLOEXEC)
    }
    let process = try spawn(
      ["/usr/bin/env"] + command, output: output.fileHandleForWriting.fileDescriptor)
    try output.fileHandleForWriting.close()
    let printed = try output.fileHandleForReading.readToEnd() ?? Data()
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    return TactusProgram.Outcome(
      code: signal == 0 ? status >> 8 & 0xff : -signal,
      output: String(decoding: printed, as: UTF8.self), errors: "")
  }

  private static func spawn(_ command: [String], output: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
    // Threads that run tests have signals blocked, which a program would inherit.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var words = command.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let error = posix_spawn(&process, command[0], &actions, &attributes, &words, environ)
    guard error == 0 else { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .ENOENT) }
    return process
  }
}

extension TactusProgram.Outcome {
  /// What the program printed as `name: value`, under each name.
  public var values: [String: [String]] {
    var values: [String: [String]] = [:]
    for line in output.split(separator: "\n") {
      guard let colon = line.firstRange(of: ": ") else { continue }
      values[String(line[..<colon.lowerBound]), default: []]
        .append(String(line[colon.upperBound...]))
    }
    return values
  }
}
