import Foundation

/// What libraries and plugins write to standard error while something else has the screen.
///
/// Each line is handed on instead of being drawn over the meter.
final class ErrorCapture {
  private let original: Int32
  private let pipe = Pipe()

  /// Takes standard error over until `end`; `take` is called with each line, on another thread.
  init(_ take: @escaping @Sendable (String) -> Void) {
    original = dup(STDERR_FILENO)
    dup2(pipe.fileHandleForWriting.fileDescriptor, STDERR_FILENO)
    pipe.fileHandleForReading.readabilityHandler = { handle in
      let text = String(decoding: handle.availableData, as: UTF8.self)
      for line in text.split(whereSeparator: \.isNewline) { take(String(line)) }
    }
  }

  /// Gives standard error back.
  func end() {
    pipe.fileHandleForReading.readabilityHandler = nil
    dup2(original, STDERR_FILENO)
    close(original)
  }
}
