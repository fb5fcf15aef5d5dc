public import Foundation

/// A new, empty directory that is removed with the last reference to it.
///
/// For a suite that keeps it in a property; within one function use `withTemporaryDirectory`.
public final class ScratchDirectory: Sendable {
  /// Makes the directory.
  public init() throws {
    url = FileManager.default.temporaryDirectory
      .appending(path: "tactus-tests-\(UUID().uuidString)", directoryHint: .notDirectory)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Where it is.
  public let url: URL

  /// Where it is, without a slash at the end.
  public var path: String { url.path }

  /// Writes a file, and the directories above it.
  public func write(_ text: String, to name: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
}
