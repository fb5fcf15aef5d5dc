// Control side.
import CJACK
public import CRealtime
import Drivers

/// The server's transport, which all of its clients share.
///
/// May be used at any time; after the driver was stopped it does nothing. Thread: control.
public struct JACKTransport: Sendable {
  let client: JACKClient

  /// Where it is; nil when the driver was stopped.
  ///
  /// The corresponding C function is `jack_transport_query`.
  public var position: rt_transport? {
    client.use { jack_cycle_transport($0).transport(after: 0, rate: client.format.rate) }
  }

  /// Lets it roll, once all clients are ready.
  ///
  /// The corresponding C function is `jack_transport_start`.
  public func start() { _ = client.use { jack_transport_start($0) } }

  /// Stops it, as all clients see in their next cycle.
  ///
  /// The corresponding C function is `jack_transport_stop`.
  public func stop() { _ = client.use { jack_transport_stop($0) } }

  /// Goes to a frame, rolling or not; false when the server refuses.
  ///
  /// The corresponding C function is `jack_transport_locate`.
  @discardableResult
  public func locate(toFrame frame: UInt32) -> Bool {
    client.use { jack_transport_locate($0, frame) == 0 } ?? false
  }
}

extension JACKDriver {
  /// The server's transport.
  public var transport: JACKTransport { JACKTransport(client: client) }
}
