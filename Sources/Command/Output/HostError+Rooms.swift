import Drivers
import Glibc
import Host
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

  /// The problems of a file, one a line.
  init(_ problems: SessionProblems) {
    self.init(.badSession, problems.description)
  }
}
