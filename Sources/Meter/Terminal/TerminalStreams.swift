import Glibc

/// The terminal's two directions, opened for the meter alone.
struct TerminalStreams: ~Copyable {
  let input: UnsafeMutablePointer<FILE>
  let output: UnsafeMutablePointer<FILE>

  var inputDescriptor: Int32 { fileno(input) }
  var outputDescriptor: Int32 { fileno(output) }

  /// Takes the terminal of the standard output, and keys from it when the standard input is not a
  /// terminal.
  init() throws(MeterError) {
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    let source =
      isatty(STDIN_FILENO) == 1
      ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open("/dev/tty", O_RDONLY | O_CLOEXEC)
    guard let input = Self.stream(source, mode: "r") else { throw .notATerminal }
    let sink = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
    guard let output = Self.stream(sink, mode: "w") else {
      fclose(input)
      throw .notATerminal
    }
    self.input = input
    self.output = output
  }

  deinit {
    fclose(input)
    fclose(output)
  }

  /// Wraps a descriptor; takes it over also when that fails.
  private static func stream(_ descriptor: Int32, mode: String) -> UnsafeMutablePointer<FILE>? {
    guard descriptor >= 0 else { return nil }
    guard let stream = fdopen(descriptor, mode) else {
      close(descriptor)
      return nil
    }
    return stream
  }
}
