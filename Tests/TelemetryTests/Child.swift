import Foundation
import Synchronization

/// A process that does nothing until it is killed.
struct Child {
  private let process = Process()

  init() throws {
    process.executableURL = URL(fileURLWithPath: "/bin/sleep")
    process.arguments = ["600"]
    try process.run()
  }

  var processID: Int32 { process.processIdentifier }

  /// Kills it as `kill -9` does and waits for its end.
  func kill() {
    Foundation.kill(processID, SIGKILL)
    process.waitUntilExit()
  }
}

/// A word from one thread to another.
final class Flag: Sendable {
  private let value = Atomic<Bool>(false)

  var isSet: Bool { value.load(ordering: .acquiring) }

  func set() { value.store(true, ordering: .releasing) }
}
