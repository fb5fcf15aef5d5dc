import ArgumentParser
import Logging

/// What is told while a command runs.
struct LogOptions: ParsableArguments {
  /// How much a line has to matter to be told.
  enum Level: String, ExpressibleByArgument, CaseIterable {
    case debug, info, notice, warning, error

    fileprivate var loggerLevel: Logger.Level {
      switch self {
      case .debug: .debug
      case .info: .info
      case .notice: .notice
      case .warning: .warning
      case .error: .error
      }
    }
  }

  @Option(help: "The least that is told on standard error, or to the journal.")
  var logLevel = Level.notice

  /// A log of that level.
  var logger: Logger { .program(level: logLevel.loggerLevel) }
}
