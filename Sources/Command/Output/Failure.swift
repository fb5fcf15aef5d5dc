import ArgumentParser
import Drivers
import Host
import Meter
import Plugins
import Recording
import Telemetry

/// How a command ends that did not simply succeed: the exit code and what the user reads.
struct Failure: Equatable {
  /// One of sysexits, or 0 when help or the version was asked for.
  let code: Int32
  /// For standard error, or for standard output when the code is 0; may be empty.
  let message: String

  init(_ code: Int32, _ message: String) {
    self.code = code
    self.message = message
  }

  /// What an error of any room means to the user.
  init(_ error: any Error) {
    switch error {
    case let error as HostError:
      self.init(error.code.rawValue, error.message)
    case let error as PluginError:
      self.init(HostError.Code.unavailable.rawValue, error.message)
    case let error as DriverError:
      self.init(HostError(error).code.rawValue, error.message)
    case let error as TelemetryError:
      self.init(HostError(error).code.rawValue, error.description)
    case let error as MeterError:
      self.init(HostError(error).code.rawValue, error.description)
    case let error as RecordingError:
      self.init(HostError(error).code.rawValue, error.description)
    case let error as SessionProblems:
      self.init(HostError(error).code.rawValue, error.description)
    case let error as ConsoleError:
      self.init(HostError.Code.internal.rawValue, error.description)
    default:
      self.init(parserError: error)
    }
  }

  /// argument-parser keeps its own errors, help and the version to itself and hands out their text;
  /// what it does not know, it gives the code 1.
  private init(parserError error: any Error) {
    let code = TactusCommand.exitCode(for: error)
    switch code {
    case .success:
      self.init(0, TactusCommand.fullMessage(for: error))
    case .validationFailure:
      self.init(code.rawValue, Self.usageLine(error))
    case .failure where !(error is ExitCode):
      self.init(HostError.Code.internal.rawValue, "internal error: \(error)")
    default:
      self.init(code.rawValue, "")
    }
  }

  private static func usageLine(_ error: any Error) -> String {
    let message = TactusCommand.message(for: error)
      .split(whereSeparator: \.isNewline).joined(separator: " ")
    let help = "see `\(command(error)) --help`"
    guard !message.hasSuffix("?") else { return "\(message) Or \(help)" }
    return "\(message.hasSuffix(".") ? String(message.dropLast()) : message); \(help)"
  }

  /// The command that refused: the first words of the usage that argument-parser shows.
  private static func command(_ error: any Error) -> String {
    let words = TactusCommand.fullMessage(for: error).split(whereSeparator: \.isNewline)
      .first { $0.lowercased().hasPrefix("usage: ") }?
      .split(separator: " ").dropFirst()
      .prefix { $0.allSatisfy(\.isLetter) }
    return words.map { $0.joined(separator: " ") } ?? "tactus"
  }
}
