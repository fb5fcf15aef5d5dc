import Foundation

/// A terminal of a test's own: a tmux server that nobody else knows, with a shell in it.
public final class TmuxTerminal {
  /// Whether tests can have one: for `.enabled(if:)`.
  public static var isInstalled: Bool { Tools.isInstalled("tmux") }

  private let socket = "tactus-test-\(UUID().uuidString.prefix(8))"

  /// Opens a terminal of so many cells.
  public init(columns: Int = 80, rows: Int = 24) throws {
    try tmux([
      "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
      "env LC_ALL=C.UTF-8 TERM=tmux-256color PS1= sh",
    ])
  }

  deinit { _ = try? tmux(["kill-server"]) }

  /// Presses keys by tmux's names, such as `Tab`, `Down` or `q`.
  public func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

  /// Types a line into the shell.
  public func enter(_ line: String) throws {
    try tmux(["send-keys", "-l", line])
    try press("Enter")
  }

  /// Presses the left button on a cell, counted from 0, as a terminal tells it (mode 1006).
  public func click(row: Int, column: Int) throws {
    try send("\u{1B}[<0;\(column + 1);\(row + 1)M\u{1B}[<0;\(column + 1);\(row + 1)m")
  }

  /// Turns the wheel down on a cell, counted from 0.
  public func turnWheelDown(row: Int, column: Int) throws {
    try send("\u{1B}[<65;\(column + 1);\(row + 1)M")
  }

  /// Makes the terminal larger or smaller.
  public func resize(columns: Int, rows: Int) throws {
    try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// What is on the screen, line by line.
  public func lines() throws -> [String] {
    try tmux(["capture-pane", "-p"]).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  /// A format of tmux's about the terminal, such as `#{cursor_flag}`.
  public func format(_ format: String) throws -> String {
    try tmux(["display-message", "-p", format]).trimmingCharacters(in: .newlines)
  }

  /// Waits until a text is on the screen.
  public func shows(_ text: String) async throws -> Bool { try await shows(anyOf: [text]) }

  /// Waits until one of some texts is on the screen.
  public func shows(anyOf texts: [String]) async throws -> Bool {
    try await eventually { try lines().contains { line in texts.contains { line.contains($0) } } }
  }

  /// What is on the screen once that does not change any more.
  public func settledLines() async throws -> [String] {
    var last: [String] = []
    var repeats = 0
    _ = try await eventually {
      let now = try lines()
      repeats = now == last ? repeats + 1 : 0
      last = now
      return repeats >= 5
    }
    return last
  }

  private func send(_ bytes: String) throws {
    try tmux(["send-keys", "-H"] + bytes.utf8.map { String($0, radix: 16) })
  }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    let outcome = try BuiltProgram.run(["tmux", "-L", socket] + arguments)
    guard outcome.code == 0 else { throw Failure(reason: outcome.output) }
    return outcome.output
  }

  /// What tmux said.
  public struct Failure: Error {
    /// Its words.
    public let reason: String
  }
}
