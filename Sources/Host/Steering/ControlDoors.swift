public import Control
public import Telemetry

/// Opens a way to steer a host, which does what the handler is asked for, and to watch it.
public typealias DoorOpener =
  @Sendable (
    _ handler: any ControlHandler, _ report: @escaping @Sendable () -> TelemetryFrame
  ) throws -> any ControlDoor

/// The servers at which a host is steered.
struct ControlDoors {
  /// Where the socket is; nil when there is none.
  var path: String?
  var open: [any ControlDoor] = []
}
