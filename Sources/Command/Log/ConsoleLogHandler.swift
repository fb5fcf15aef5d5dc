import Host
import Logging

/// Lines of a log on standard error: for people, or with levels for the journal.
struct ConsoleLogHandler: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  let console: Console

  init(_ console: Console = .standard, level: Logger.Level) {
    self.console = console
    logLevel = level
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { console.complain("\(event.message)", event.level) }
}

extension Logger {
  /// The log of this program.
  static func program(level: Level, on console: Console = .standard) -> Logger {
    Logger(label: "tactus") { _ in ConsoleLogHandler(console, level: level) }
  }
}

extension Logger.Level {
  /// The level of an event.
  init(_ severity: EventSeverity) {
    switch severity {
    case .notice: self = .notice
    case .warning: self = .warning
    }
  }

  /// The number in front of a line for the journal, as `sd-daemon(3)` has them.
  var journalPrefix: String {
    switch self {
    case .trace, .debug: "<7>"
    case .info: "<6>"
    case .notice: "<5>"
    case .warning: "<4>"
    case .error: "<3>"
    case .critical: "<2>"
    }
  }
}
