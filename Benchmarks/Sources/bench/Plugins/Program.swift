import CPeers
import Foundation

/// Another program, its output thrown away.
struct Program {
  private let process: pid_t

  /// Starts `arguments`, the first of which is looked for on the path.
  init(_ arguments: [String], environment: [String: String] = [:]) throws {
    let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process = Self.withCStrings(arguments) { arguments in
      Self.withCStrings(all.map { "\($0.key)=\($0.value)" }) { peer_start(arguments, $0) }
    }
    guard process > 0 else { throw UsageError(description: "\(arguments[0]) cannot be started") }
    name = arguments[0]
  }

  let name: String

  /// What it used of the processor until its end.
  func used() throws -> Double {
    let used = peer_wait_nanoseconds(process)
    guard used >= 0 else { throw UsageError(description: "\(name) ended with an error") }
    return Double(used)
  }

  /// What its threads have used so far.
  var usedSoFar: Int { ProcessThreads.now(of: process).cpuNanoseconds(since: ProcessThreads()) }

  /// Whether it is there still.
  var isRunning: Bool { FileManager.default.fileExists(atPath: "/proc/\(process)/task/\(process)") }

  /// Ends it and waits for that.
  func end(_ signal: Int32 = SIGTERM) {
    kill(process, signal)
    _ = peer_wait_nanoseconds(process)
  }

  /// Whether a program is installed.
  static func isInstalled(_ name: String) -> Bool {
    ["/usr/bin", "/usr/local/bin"].contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }

  /// The host that is measured: `make bench` builds it and tells where it is.
  static let tactus = ProcessInfo.processInfo.environment["TACTUS"]

  private static func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(
      capacity: texts.count + 1)
    for (place, text) in texts.enumerated() { pointers[place] = strdup(text) }
    pointers[texts.count] = nil
    defer {
      for place in texts.indices { free(pointers[place]) }
      pointers.deallocate()
    }
    return body(pointers)
  }
}
