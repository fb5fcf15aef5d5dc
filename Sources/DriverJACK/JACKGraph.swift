// Control side.
import CJACK
import Drivers
import Glibc
import Realtime

extension JACKClient {
  /// The server's ports and the connections of this client's.
  func graph() -> JACKPatchbay.Graph {
    var graph = JACKPatchbay.Graph(nanoseconds: Clock.now())
    graph.appeared = notes.takeAppeared()
    for side in ports.sides where !side.handles.isEmpty {
      graph.peers += peers(for: side.kind)
      for (port, name) in zip(side.handles, side.names) {
        let names = Self.strings(jack_port_get_all_connections(handle, port))
        graph.connections.formUnion(names.map { JACKPatch.Connection(port: name, peer: $0) })
      }
    }
    return graph
  }

  private func peers(for kind: JACKPortKind) -> [JACKPatchbay.Peer] {
    let direction = (kind.isInput ? JackPortIsOutput : JackPortIsInput).rawValue
    let physical = names(kind.type, direction | JackPortIsPhysical.rawValue)
    let others = names(kind.type, direction).filter { !$0.hasPrefix("\(name):") }
    return others.map { other in
      JACKPatchbay.Peer(
        name: other, aliases: aliases(of: other), kind: kind,
        physicalNumber: physical.firstIndex(of: other))
    }
  }

  private func names(_ type: String, _ flags: UInt32) -> [String] {
    Self.strings(jack_get_ports(handle, nil, type, UInt(flags)))
  }

  private func aliases(of name: String) -> [String] {
    guard let port = jack_port_by_name(handle, name) else { return [] }
    let size = Int(jack_port_name_size())
    let first = UnsafeMutablePointer<CChar>.make(0, count: size)
    let second = UnsafeMutablePointer<CChar>.make(0, count: size)
    defer {
      first.deallocate()
      second.deallocate()
    }
    let both: [UnsafeMutablePointer<CChar>?] = [first, second]
    let count = both.withUnsafeBufferPointer { jack_port_get_aliases(port, $0.baseAddress) }
    let aliases = [String(cString: first), String(cString: second)]
    return Array(aliases.prefix(max(0, Int(count))))
  }

  /// The strings of a list that JACK has made, which is freed.
  static func strings(
    _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) -> [String] {
    guard let list else { return [] }
    defer { jack_free(list) }
    var strings: [String] = []
    var next = list
    while let string = next.pointee {
      strings.append(String(cString: string))
      next += 1
    }
    return strings
  }

  /// Connects one of this client's ports; false when JACK refuses.
  func connect(_ connection: JACKPatch.Connection) -> Bool {
    let own = "\(name):\(connection.port)"
    let isInput = ports.sides.contains { $0.kind.isInput && $0.names.contains(connection.port) }
    let code =
      isInput
      ? jack_connect(handle, connection.peer, own) : jack_connect(handle, own, connection.peer)
    return code == 0 || code == EEXIST
  }
}
