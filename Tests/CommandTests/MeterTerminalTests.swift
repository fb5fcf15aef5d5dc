import Control
import Foundation
import TestSupport
import Testing

/// The meter as its user has it, in a real terminal.
@Suite(
  "tactus meter in a terminal", .serialized, .enabled(if: TmuxTerminal.isInstalled, "no tmux"))
struct MeterTerminalTests {
  /// The pages, and what only they show.
  private static let pages = [
    ("1", ["up 0:"]), ("2", ["QUEUES"]), ("3", ["GRAPH"]), ("4", ["LATENESS"]),
    // The second where the machine itself has brought a cause.
    ("5", ["No xrun", "CAUSES"]), ("?", ["KEYS"]),
  ]

  @Test func keysAndClicksGoToEachPage() async throws {
    let (host, terminal) = try await start()
    #expect(try terminal.format("#{cursor_flag} #{alternate_on}") == "0 1")
    for (key, texts) in Self.pages.reversed() {
      try terminal.press(key)
      #expect(try await terminal.shows(anyOf: texts), "\(key)")
    }
    for (key, texts) in Self.pages.dropFirst() {
      let tabs = try #require(terminal.lines().first)
      let column = try #require(tabs.range(of: "\(key) "))
      try terminal.click(
        row: 0, column: tabs.distance(from: tabs.startIndex, to: column.lowerBound))
      #expect(try await terminal.shows(anyOf: texts), "\(key)")
    }
    try terminal.press("1", "Tab")
    #expect(try await terminal.shows("QUEUES"))
    try await leave(terminal, host)
  }

  @Test func anySizeIsDrawnWhileItRuns() async throws {
    let (host, terminal) = try await start()
    for (columns, rows) in [(40, 10), (200, 60), (12, 3), (80, 24)] {
      try terminal.resize(columns: columns, rows: rows)
      for (key, _) in Self.pages {
        try terminal.press(key)
        let isDrawn = try await eventually {
          let lines = try terminal.lines()
          return lines.prefix(rows).count == rows
            && lines[0].contains(columns < 40 ? "run" : " \(key)")
        }
        #expect(isDrawn, "\(columns)x\(rows), page \(key)")
      }
    }
    try await leave(terminal, host)
  }

  @Test func terminalIsRestoredAfterATermination() async throws {
    let (host, terminal) = try await start()
    kill(try meter(in: terminal), SIGTERM)
    try await expectRestored(terminal, code: 0)
    end(host)
  }

  @Test func terminalIsRestoredAfterACrash() async throws {
    // A debug build asks on the terminal what to do about it.
    let (host, terminal) = try await start(before: "SWIFT_BACKTRACE=enable=no ")
    kill(try meter(in: terminal), SIGSEGV)
    try await expectRestored(terminal, code: 128 + SIGSEGV)
    end(host)
  }

  @Test func meterOfAKilledHostSaysSoAndStaysUsable() async throws {
    let (host, terminal) = try await start()
    host.signal(SIGKILL)
    _ = host.wait()
    #expect(try await terminal.shows("is gone without a word"))
    try terminal.press("3")
    #expect(try await terminal.shows("GRAPH"))
    #expect(try await terminal.shows("gone"))
    try terminal.press("q")
    try await expectRestored(terminal, code: 69)
    #expect(try await terminal.shows("was killed: it is gone without a word"))
  }

  @Test func monochromeTerminalHasTheSamePages() async throws {
    let (host, terminal) = try await start(before: "TERM=vt100 ", options: "--ascii")
    try terminal.press("3")
    #expect(try await terminal.shows("GRAPH"))
    let isASCII = try terminal.lines().joined().allSatisfy { $0.isASCII }
    #expect(isASCII)
    try await leave(terminal, host)
  }

  @Test func keysReachTheHost() async throws {
    let (host, terminal) = try await start(before: "XDG_RUNTIME_DIR=/nonexistent ")
    try terminal.press("m")
    #expect(try await terminal.shows("has no control socket in /nonexistent/tactus"))
    try await leave(terminal, host)
  }

  @Test func aRunningHostsMeterSaysWhereThePageIs() async throws {
    let terminal = try TmuxTerminal()
    let session = TactusProgram.path("configs/tone.yaml")
    try terminal.enter(
      "clear; \(TactusProgram.url.path) run \(session) --driver clock --web 0; echo ended $?.")
    #expect(try await terminal.shows("1 overview"))
    // Among the events it goes with time.
    try terminal.press("?")
    let isShownWhole = try await eventually {
      try terminal.lines().contains { $0.contains(/http:\/\/127\.0\.0\.1:\d+\/#[0-9a-f]{32}/) }
    }
    #expect(isShownWhole)
    #expect(try terminal.format("#{alternate_on}") == "1")
    try terminal.press("q")
    #expect(try await terminal.shows("ended 0."))
  }
}

extension MeterTerminalTests {
  /// A host, and a terminal that shows the meter of it.
  private func start(
    before: String = "", options: String = ""
  ) async throws -> (RunningProgram, TmuxTerminal) {
    let session = TactusProgram.path("configs/tone.yaml")
    let host = try TactusProgram.start(["run", session, "--driver", "clock", "--no-meter"])
    #expect(await eventually { host.errors.contains("clock (") || !host.process.isRunning })
    let terminal = try TmuxTerminal()
    let program = "\(before)\(TactusProgram.url.path) meter \(options)"
    try terminal.enter(
      "clear; B=$(stty -a); \(program) --pid \(host.process.processIdentifier); C=$?; "
        + "[ \"$B\" = \"$(stty -a)\" ] && echo \"same settings, code $C.\"")
    #expect(try await terminal.shows("1 overview"))
    return (host, terminal)
  }

  private func leave(_ terminal: TmuxTerminal, _ host: RunningProgram) async throws {
    try terminal.press("q")
    try await expectRestored(terminal, code: 0)
    end(host)
  }

  private func expectRestored(_ terminal: TmuxTerminal, code: Int32) async throws {
    #expect(try await terminal.shows("same settings, code \(code)."))
    #expect(try terminal.format("#{cursor_flag} #{alternate_on} #{mouse_any_flag}") == "1 0 0")
  }

  private func end(_ host: RunningProgram) {
    host.signal(SIGTERM)
    #expect(host.wait().code == 0)
  }

  /// The process of the meter: the only child of the shell.
  private func meter(in terminal: TmuxTerminal) throws -> pid_t {
    let shell = try terminal.format("#{pane_pid}")
    let children = try String(
      contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
    return try #require(children.split(separator: " ").first.flatMap { pid_t($0) })
  }
}
