import Foundation
import TestSupport
import Testing

@testable import Host

@Suite("Power cuts", .serialized) struct PowerCutTests {
  private static let cuts = Cases.count(1_000)

  @Test func aFileThatIsWrittenAgainAndAgainIsAlwaysWhole() async throws {
    let whole = Set(["a", "b"].map { String(repeating: $0 + "\n", count: 5000) })
    var random = SeededGenerator(seed: 11)
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "saved").path
      try String(repeating: "a\n", count: 5000).write(
        toFile: path, atomically: true, encoding: .utf8)
      var seen: [String: Int] = [:]
      for cut in 0..<Self.cuts {
        let child = try SavingChild(path)
        usleep(UInt32.random(in: 0..<5000, using: &random))
        child.kill()
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard whole.contains(text) else {
          Issue.record("cut \(cut) left \(text.count) characters")
          return
        }
        seen[String(text.prefix(1)), default: 0] += 1
      }
      #expect(seen.count == 2, "\(seen)")
    }
  }
}

/// A process that saves until it is killed.
private final class SavingChild {
  private var process: pid_t = 0
  private let output = Pipe()

  /// Returns when it has begun.
  init(_ path: String) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, output.fileHandleForWriting.fileDescriptor, 1)
    let words = [BuiltProgram.url("EndlessSaves").path, path]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    let error = posix_spawn(&process, words[0], &actions, nil, &arguments, environ)
    try output.fileHandleForWriting.close()
    guard error == 0 else { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .EIO) }
    _ = try output.fileHandleForReading.read(upToCount: 1)
  }

  func kill() {
    Glibc.kill(process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
  }
}
