public import Drivers

/// One kind of driver: whether it can be had, and how to open it.
///
/// The adapters are known to the command only; the host sees them through this.
public struct DriverProvider: Sendable {
  /// Creates a provider.
  public init(
    name: String,
    probe: @escaping @Sendable (_ device: String?) -> Availability,
    devices: @escaping @Sendable () -> Set<String> = { [] },
    open: @escaping @Sendable (StreamRequest, PortConnections) throws(DriverError) -> any Driver
  ) {
    self.name = name
    self.probe = probe
    self.devices = devices
    self.open = open
  }

  /// Whether a driver could be opened, and what was found.
  public enum Availability: Sendable, Equatable {
    /// It can; the text says what is there: `a JACK server is running`.
    case available(String)
    /// It cannot; the text says why: `no JACK server`.
    case unavailable(String)

    /// Whether it can.
    public var isAvailable: Bool {
      if case .available = self { return true }
      return false
    }

    /// What was found.
    public var reason: String {
      switch self {
      case .available(let reason), .unavailable(let reason): reason
      }
    }
  }

  /// `jack`, `alsa` or `clock`.
  public let name: String
  /// Looks without opening the device for good.
  ///
  /// Thread: control. Quick enough to be asked every second.
  public let probe: @Sendable (_ device: String?) -> Availability
  /// The devices that can come and go, each in words such as `sound card Scarlett`.
  ///
  /// Thread: control. Never disturbs one that plays.
  public let devices: @Sendable () -> Set<String>
  /// Opens a driver.
  ///
  /// Thread: control.
  public let open: @Sendable (StreamRequest, PortConnections) throws(DriverError) -> any Driver
}
