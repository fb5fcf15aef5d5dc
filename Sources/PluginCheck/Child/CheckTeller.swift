import Foundation

/// What a child says to its parent: the stage it comes to, and at the end what it found.
///
/// A line each, in a file that outlives the child whatever becomes of it.
struct CheckTeller {
  /// Creates a file in the folder that the parent made for this child.
  init(in folder: URL) {
    descriptor = open(
      folder.appending(path: Self.name).path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
  }

  /// The file's name.
  static let name = "told"

  /// Tells what is about to happen; `detail` is what a user would add to it.
  func begin(_ stage: CheckStage, _ detail: String? = nil) {
    let line = "stage \(stage.rawValue)\(detail.map { " \($0)" } ?? "")\n"
    write(line)
    if isWatched { FileHandle.standardError.write(Data("tactus \(line)".utf8)) }
  }

  /// Tells the result, and with that that nothing has gone wrong on the way.
  func end(_ result: CheckResult) throws {
    write("result " + String(decoding: try JSONEncoder().encode(result), as: UTF8.self) + "\n")
  }

  /// Whether standard error is read for stages too, among what the sanitizer says there.
  var isWatched = false

  private let descriptor: Int32

  private func write(_ line: String) {
    var bytes = Array(line.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { return }
      bytes = bytes.dropFirst(max(0, count))
    }
  }
}
