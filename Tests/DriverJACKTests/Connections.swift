import DriverJACK
import Drivers

extension PortConnections {
  /// Ports by what is written in a session; each one's first match.
  static func ports(capture: [String] = [], playback: [String] = []) throws -> PortConnections {
    var connections = PortConnections.none
    connections.capture = try capture.map { .first(try PortPattern($0)) }
    connections.playback = try playback.map { .first(try PortPattern($0)) }
    return connections
  }

  /// The physical ports.
  static let physical = PortConnections()
}
