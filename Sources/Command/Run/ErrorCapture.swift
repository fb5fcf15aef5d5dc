import Foundation

/// What libraries and plugins write to standard error while something else has the screen.
///
/// Each line is handed on instead of being drawn over the meter.
final class ErrorCapture {
  private let original: Int32
  private let pipe = Pipe()
  private let take: @Sendable (String) -> Void

  /// Takes standard error over until `end`; `take` is called with each line, on another thread.
  init(_ take: @escaping @Sendable (String) -> Void) {
    self.take = take
    original = dup(STDERR_FILENO)
    dup2(pipe.fileHandleForWriting.fileDescriptor, STDERR_FILENO)
    pipe.fileHandleForReading.readabilityHandler = { handle in
      Self.handOn(handle.availableData, to: take)
    }
  }

  /// Gives standard error back, and hands on what is left.
  func end() {
    dup2(original, STDERR_FILENO)
    close(original)
    pipe.fileHandleForReading.readabilityHandler = nil
    try? pipe.fileHandleForWriting.close()
    Self.handOn((try? pipe.fileHandleForReading.readToEnd()) ?? Data(), to: take)
  }

  private static func handOn(_ data: Data, to take: (String) -> Void) {
    let text = String(decoding: data, as: UTF8.self)
    for line in text.split(whereSeparator: \.isNewline) { take(String(line)) }
  }
}
