import Drivers

/// Devices that are to take the place of the one that plays.
struct DeviceChange {
  /// How far it has come.
  enum Step {
    /// They are being opened.
    case opening
    /// One was opened beside the one that plays.
    case opened(DriverSelection)
    /// The one that plays is among them, and the first that can be had.
    case unneeded
    /// The one that plays has to be closed first: it may be the same.
    case inTheWay
    /// None can be had.
    case refused([DriverError])
  }

  let candidates: [DeviceCandidate]
  var step = Step.opening
}
