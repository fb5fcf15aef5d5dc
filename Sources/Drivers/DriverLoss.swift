/// Why a driver's periods have come to an end.
public struct DriverLoss: Sendable, Equatable {
  /// The driver's own number for it; 0 as long as it runs.
  let code: UInt8

  @_noLocks
  init(code: UInt8) { self.code = code }

  /// The device was unplugged, or does not start any more.
  public static var deviceGone: DriverLoss { @_noLocks get { DriverLoss(code: 1) } }
  /// The server ended or crashed.
  public static var serverGone: DriverLoss { @_noLocks get { DriverLoss(code: 2) } }
  /// The device or server runs at another rate now: open it again.
  public static var rateChanged: DriverLoss { @_noLocks get { DriverLoss(code: 3) } }
  /// Its periods are longer now than the format says: open it again.
  public static var periodChanged: DriverLoss { @_noLocks get { DriverLoss(code: 4) } }
}

extension DriverLoss: CustomStringConvertible {
  /// What has happened, after the device's name: `is gone`.
  public var description: String {
    switch code {
    case 2: "has ended"
    case 3: "runs at another rate"
    case 4: "has longer periods"
    default: "is gone"
    }
  }
}
