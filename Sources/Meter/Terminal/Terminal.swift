import CNcurses
import Glibc
import Synchronization

// ncurses draws on one screen per process.
private let isOpen = Atomic<Bool>(false)

private let restoresAtExit: Bool = {
  atexit { if isOpen.load(ordering: .acquiring) { endwin() } }
  return true
}()

/// The terminal while the meter has it: a screen to draw on and keys to read.
///
/// All of it is used by the thread that opened it. The corresponding C functions are `newterm` and
/// `endwin`.
struct Terminal: ~Copyable {
  private let screen: OpaquePointer
  private let streams: TerminalStreams
  private let palette: Palette
  private let crashGuard: CrashGuard
  let glyphs: GlyphSet

  init() throws(MeterError) {
    let streams = try TerminalStreams()
    guard
      isOpen.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing)
        .exchanged
    else { throw .alreadyShown }
    _ = restoresAtExit
    let settings = CrashGuard.settings(of: streams.outputDescriptor)
    let glyphs = GlyphSet.ofEnvironment()
    do {
      screen = try Self.open(streams)
    } catch {
      isOpen.store(false, ordering: .releasing)
      throw error
    }
    crashGuard = CrashGuard(descriptor: streams.outputDescriptor, settings: settings)
    self.streams = streams
    self.glyphs = glyphs
    nc_prepare_keyboard()
    palette = Palette()
  }

  deinit {
    endwin()
    delscreen(screen)
    isOpen.store(false, ordering: .releasing)
  }

  private static var name: String { getenv("TERM").map { String(cString: $0) } ?? "" }

  private static func open(_ streams: borrowing TerminalStreams) throws(MeterError) -> OpaquePointer
  {
    // ncurses leaves on these signals by itself, without asking anybody else in the process.
    let dispositions = SignalDispositions(of: [SIGINT, SIGTERM])
    let screen = newterm(nil, streams.output, streams.input)
    dispositions.restore()
    guard let screen else { throw .unknownTerminal(name: name) }
    guard nc_can_address_cursor() else {
      endwin()
      delscreen(screen)
      throw .noCursor(name: name)
    }
    return screen
  }
}

extension Terminal {
  /// The size the terminal has now.
  func currentSize() -> MeterSize {
    var (rows, columns): (Int32, Int32) = (0, 0)
    if nc_terminal_size(streams.outputDescriptor, &rows, &columns),
      rows != nc_rows() || columns != nc_columns()
    {
      resizeterm(rows, columns)
      nc_repaint()
    }
    return MeterSize(columns: Int(nc_columns()), rows: Int(nc_rows()))
  }

  /// Shows the lines, from the top.
  func draw(_ lines: [StyledLine]) {
    nc_erase()
    for (row, line) in lines.enumerated() {
      nc_move(Int32(row), 0)
      for run in line.runs {
        let look = palette[run.style]
        nc_set_style(look.attributes, look.pair)
        nc_put(run.text)
      }
    }
    nc_set_style(0, 0)
    nc_refresh()
  }

  /// Draws everything anew, for when something else wrote on the terminal.
  func repaint() { nc_repaint() }

  /// The next key that was pressed; nil when there is none.
  ///
  /// Keys without a character are left out.
  func nextKey() -> Character? {
    while true {
      let code = nc_key()
      guard code != ERR else { return nil }
      guard let byte = UInt8(exactly: code), byte < 0x80 else { continue }
      return Character(Unicode.Scalar(byte))
    }
  }

  /// Waits for a key; false when the terminal is gone.
  func waitForKey(nanoseconds: Int64) -> Bool {
    var request = pollfd(fd: streams.inputDescriptor, events: Int16(POLLIN), revents: 0)
    let milliseconds = Int32(clamping: max(0, nanoseconds) / 1_000_000)
    guard poll(&request, 1, milliseconds) > 0 else { return true }
    return request.revents & Int16(POLLHUP | POLLERR | POLLNVAL) == 0
  }
}
