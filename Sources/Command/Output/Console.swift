import Glibc

/// Where commands write: results to standard output, errors and warnings to standard error.
struct Console: Sendable {
  /// The process's own.
  static let standard = Console(output: STDOUT_FILENO, errors: STDERR_FILENO)

  /// Descriptor for results.
  let output: Int32
  /// Descriptor for errors and warnings.
  let errors: Int32

  /// Whether results go to a terminal.
  var isTerminal: Bool { isatty(output) == 1 }

  /// Columns of the terminal results go to; nil when they do not go to a terminal.
  var columns: Int? {
    guard isTerminal else { return nil }
    var size = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Shows a report as one JSON value, or as text for people.
  func show(_ report: some Report, asJSON: Bool) throws {
    try write(asJSON ? JSONText.of(report) : report.text(columns: columns))
  }

  /// Writes text and ends its last line.
  ///
  /// - Throws: `ConsoleError`, but not when the reader has gone: it has seen enough.
  func write(_ text: String) throws(ConsoleError) {
    let error = Self.write(text, to: output)
    guard error == 0 || error == EPIPE else { throw ConsoleError(code: error) }
  }

  /// Writes `tactus: text`; nothing when there is no text.
  func complain(_ text: String) {
    guard !text.isEmpty else { return }
    _ = Self.write("tactus: \(text)", to: errors)
  }

  /// Names of plugins and devices come from elsewhere, so that no terminal control gets through.
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    let line = text.hasSuffix("\n") ? text : text + "\n"
    var bytes = Array(String(String.UnicodeScalarView(line.unicodeScalars.map(printable))).utf8)[
      ...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  private static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let isControl = scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
    return isControl && scalar != "\n" && scalar != "\t" ? "?" : scalar
  }
}

/// Why results could not be written.
struct ConsoleError: Error, CustomStringConvertible {
  /// The errno.
  let code: Int32

  var description: String { "the output cannot be written: \(String(cString: strerror(code)))" }
}
