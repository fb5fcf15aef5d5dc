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
  private let hasMouse: Bool
  private var decoder = InputDecoder()
  /// What is on the screen.
  private var drawn: [StyledLine] = []
  let glyphs: GlyphSet

  init(_ options: MeterOptions) throws(MeterError) {
    let streams = try TerminalStreams()
    guard
      isOpen.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing)
        .exchanged
    else { throw .alreadyShown }
    _ = restoresAtExit
    let settings = CrashGuard.settings(of: streams.outputDescriptor)
    let environment = GlyphSet.ofEnvironment()
    do {
      screen = try Self.open(streams)
    } catch {
      isOpen.store(false, ordering: .releasing)
      throw error
    }
    crashGuard = CrashGuard(descriptor: streams.outputDescriptor, settings: settings)
    nc_prepare_keyboard()
    palette = Palette(options.colour)
    hasMouse = nc_has_mouse()
    if hasMouse { Self.send(nc_mouse_on(), to: streams.output) }
    self.streams = streams
    glyphs = options.isASCII ? .ascii : environment
  }

  deinit {
    if hasMouse { Self.send(nc_mouse_off(), to: streams.output) }
    endwin()
    delscreen(screen)
    isOpen.store(false, ordering: .releasing)
  }

  private static func send(_ sequence: UnsafePointer<CChar>, to output: UnsafeMutablePointer<FILE>)
  {
    fputs(sequence, output)
    fflush(output)
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
  mutating func currentSize() -> MeterSize {
    var (rows, columns): (Int32, Int32) = (0, 0)
    if nc_terminal_size(streams.outputDescriptor, &rows, &columns),
      rows != nc_rows() || columns != nc_columns()
    {
      resizeterm(rows, columns)
      drawn = []
      nc_repaint()
    }
    return MeterSize(columns: Int(nc_columns()), rows: Int(nc_rows()))
  }

  /// Shows the lines, from the top, each as wide as the terminal; only cells that changed are sent.
  mutating func draw(_ lines: [StyledLine]) {
    if lines.count != drawn.count { nc_erase() }
    for (row, line) in lines.enumerated() {
      // Not even looked at when it is the same: most of a page is.
      if lines.count == drawn.count, drawn[row] == line { continue }
      nc_move(Int32(row), 0)
      for run in line.runs {
        let look = palette[run.style]
        nc_set_style(look.attributes, look.pair)
        nc_put(run.text)
      }
    }
    drawn = lines
    nc_set_style(0, 0)
    nc_refresh()
  }

  /// Draws everything anew, for when something else wrote on the terminal.
  func repaint() { nc_repaint() }

  /// What was pressed since the last time.
  mutating func nextInputs() -> [MeterInput] {
    var inputs: [MeterInput] = []
    var bytes = [UInt8](repeating: 0, count: 256)
    while isReadable(within: 0) == .readable {
      let count = read(streams.inputDescriptor, &bytes, bytes.count)
      guard count > 0 else { break }
      inputs += decoder.take(bytes[..<count])
    }
    return inputs
  }

  /// A key that began like a sequence and went on no more.
  mutating func settledInput() -> MeterInput? { decoder.isPending ? decoder.settle() : nil }

  /// Waits for a key or the mouse; false when the terminal is gone.
  func waitForInput(nanoseconds: Int64) -> Bool {
    isReadable(within: Int32(clamping: max(0, nanoseconds) / 1_000_000)) != .gone
  }

  private enum Readiness { case readable, silent, gone }

  private func isReadable(within milliseconds: Int32) -> Readiness {
    var request = pollfd(fd: streams.inputDescriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, milliseconds) > 0 else { return .silent }
    return request.revents & Int16(POLLHUP | POLLERR | POLLNVAL) == 0 ? .readable : .gone
  }
}
