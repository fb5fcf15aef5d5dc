import Foundation

/// A shell that computes at a real-time priority for some tens of milliseconds, five times a second.
struct HogProcess {
  private let process = Process()

  /// Whether this user may start one.
  static var isPossible: Bool {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/chrt"),
      FileManager.default.isExecutableFile(atPath: "/usr/bin/taskset")
    else { return false }
    let trial = Process()
    trial.executableURL = URL(fileURLWithPath: "/usr/bin/chrt")
    trial.arguments = ["-f", "97", "/bin/true"]
    trial.standardError = FileHandle.nullDevice
    guard (try? trial.run()) != nil else { return false }
    trial.waitUntilExit()
    return trial.terminationStatus == 0
  }

  init(processor: Int, priority: Int) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/chrt")
    process.arguments = [
      "-f", "\(priority)", "/usr/bin/taskset", "-c", "\(processor)", "/bin/sh", "-c",
      "while :; do i=0; while [ $i -lt 150000 ]; do i=$((i+1)); done; sleep 0.2; done",
    ]
    try process.run()
  }

  var processID: Int32 { process.processIdentifier }

  func end() {
    process.terminate()
    process.waitUntilExit()
  }
}
