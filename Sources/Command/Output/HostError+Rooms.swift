import Drivers
import Glibc
import Host
import Meter
import Recording
import Telemetry

extension HostError {
  /// A driver's error as the host's.
  init(_ error: DriverError) {
    self.init(error.code == .permissionDenied ? .permission : .unavailable, error.message)
  }

  /// An error of the telemetry page as the host's.
  init(_ error: TelemetryError) {
    let code: Code =
      switch error {
      case .foreignPage, .system(_, EACCES), .system(_, EPERM): .permission
      case .system, .alreadyPublishing: .internal
      default: .unavailable
      }
    self.init(code, error.description)
  }

  /// An error of the meter as the host's.
  init(_ error: MeterError) {
    if case .telemetry(let error) = error {
      self.init(error)
    } else {
      self.init(.usage, error.description)
    }
  }

  /// An error of a recording as the host's.
  init(_ error: RecordingError) {
    let code: Code =
      switch (error, error.code) {
      case (_, EACCES), (_, EPERM), (_, EROFS): .permission
      case (.notARecording, _), (.version, _), (.empty, _): .badSession
      default: .unavailable
      }
    self.init(code, error.description)
  }

  /// The problems of a file, one a line.
  init(_ problems: SessionProblems) {
    self.init(.badSession, problems.description)
  }
}
