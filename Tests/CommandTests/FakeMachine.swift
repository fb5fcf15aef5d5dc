import Foundation
import TestSupport
import Testing

@testable import Command

/// The files of a machine that is not there.
struct FakeMachine {
  let scratch: ScratchDirectory
  /// Paths this user may not use.
  var denied: Set<String> = []
  var space = SystemRoot.Space(freeBytes: 200 << 30, totalBytes: 400 << 30)

  init(_ files: [String: String] = [:]) throws {
    scratch = try ScratchDirectory()
    try scratch.write("", to: "takes/.keep")
    for (path, text) in files { try scratch.write(text, to: String(path.dropFirst())) }
  }

  var root: SystemRoot {
    let (folder, denied, space) = (scratch.path, denied, space)
    return SystemRoot(
      folder: folder,
      mayUse: { path, _ in !denied.contains(String(path.dropFirst(folder.count))) },
      space: { _ in space })
  }

  /// Adds a process, its name as /proc shows it.
  func start(_ name: String, _ identifier: Int, priority: Int = 0) throws {
    let fields = (4...52).map { $0 == 40 ? "\(priority)" : "0" }.joined(separator: " ")
    try scratch.write(name + "\n", to: "proc/\(identifier)/comm")
    try scratch.write("\(identifier) (\(name)) S \(fields)\n", to: "proc/\(identifier)/stat")
  }

  /// What the doctor makes of it, on a machine that is otherwise a studio.
  func report(recordings: String = "/takes") -> DoctorReport {
    var facts = SystemFacts.studio
    facts.gatherKernel(root)
    facts.gatherMachine(root)
    facts.gatherProcesses(root)
    facts.recordings = RecordingsLook(root, path: recordings)
    return DoctorReport(facts)
  }

  func check(_ name: Check.Name, recordings: String = "/takes") throws -> Check {
    try #require(report(recordings: recordings).checks.first { $0.check == name })
  }
}
