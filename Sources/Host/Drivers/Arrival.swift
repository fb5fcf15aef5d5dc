import Drivers

/// A driver on its way to the seat, while another has it.
struct Arrival {
  /// How far it has come.
  enum Step {
    /// It is open, and waits for the master to be silent.
    case opened
    /// It is being started.
    case starting
    /// It was started, and has until that time for its first period.
    case started(StartedDriver, FormatChange?, until: Int64)
    /// It could not be started.
    case failed(DriverError)
  }

  let selection: DriverSelection
  /// The devices to play on from then on; nil for those there are.
  var wanted: [DeviceCandidate]?
  var step = Step.opened

  /// The driver, once it was started.
  var started: StartedDriver? {
    if case .started(let driver, _, _) = step { driver } else { nil }
  }

  /// How long a device may take to its first period.
  static func patienceNanoseconds(_ format: StreamFormat) -> Int64 {
    2_000_000_000 + 2 * format.periodNanoseconds
  }
}
