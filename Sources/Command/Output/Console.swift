import Glibc
import Logging

/// Where commands write: results to standard output, errors and warnings to standard error.
struct Console: Sendable {
  /// The process's own.
  static let standard = Console(
    output: STDOUT_FILENO, errors: STDERR_FILENO,
    isJournal: JournalStream.isBehind(
      STDERR_FILENO, name: getenv("JOURNAL_STREAM").map { String(cString: $0) }))

  /// Descriptor for results.
  let output: Int32
  /// Descriptor for errors and warnings.
  let errors: Int32
  /// Whether errors go to the journal, which knows the program and wants each line's level.
  var isJournal = false

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

  /// Writes text and ends its last line; says whether somebody still reads.
  ///
  /// - Throws: `ConsoleError`, but not when the reader has gone: it has seen enough.
  @discardableResult
  func write(_ text: String) throws(ConsoleError) -> Bool {
    let error = Self.write(text, to: output)
    guard error == 0 || error == EPIPE else { throw ConsoleError(code: error) }
    return error == 0
  }

  /// Writes `tactus: text`, or for the journal the text with its level; nothing when there is none.
  func complain(_ text: String, _ level: Logger.Level = .notice) {
    guard !text.isEmpty else { return }
    guard isJournal else { return _ = Self.write("tactus: \(text)", to: errors) }
    let lines = text.split(whereSeparator: \.isNewline).map { level.journalPrefix + $0 }
    _ = Self.write(lines.joined(separator: "\n"), to: errors)
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
