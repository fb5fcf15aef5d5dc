import Glibc

/// Where datagrams of IPv4 come from or go to.
public struct UDPAddress: Hashable, Sendable, CustomStringConvertible {
  /// The four bytes of the host, the first one highest.
  let host: UInt32
  /// The port; 0 has the kernel choose one.
  public let port: UInt16

  init(host: UInt32, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// A port of this machine, which no other reaches.
  public static func loopback(port: UInt16) -> UDPAddress {
    UDPAddress(host: INADDR_LOOPBACK, port: port)
  }

  /// Reads `HOST:PORT`, or `PORT` of this machine.
  ///
  /// A host that is a name is looked up. Thread: any of the control side; may wait.
  public init(parsing text: String) throws(OSCServerError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard 1...2 ~= parts.count, let port = parts.last.flatMap({ UInt16($0) }) else {
      throw .badAddress(text)
    }
    guard parts.count == 2 else {
      self = .loopback(port: port)
      return
    }
    guard let host = Self.find(String(parts[0])) else { throw .badAddress(text) }
    self.init(host: host, port: port)
  }

  private static func find(_ name: String) -> UInt32? {
    guard !name.isEmpty, !name.utf8.contains(0) else { return nil }
    var hints = addrinfo()
    hints.ai_family = AF_INET
    hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(name, nil, &hints, &found) == 0, let found else { return nil }
    defer { freeaddrinfo(found) }
    return found.pointee.ai_addr.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
      UInt32(bigEndian: $0.pointee.sin_addr.s_addr)
    }
  }

  /// As `127.0.0.1:9000`.
  public var description: String {
    [24, 16, 8, 0].map { "\(host >> $0 & 0xFF)" }.joined(separator: ".") + ":\(port)"
  }
}

extension UDPAddress {
  init(_ address: sockaddr_in) {
    self.init(
      host: UInt32(bigEndian: address.sin_addr.s_addr), port: UInt16(bigEndian: address.sin_port))
  }

  /// Calls `bind` or `sendto`.
  func with<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = host.bigEndian
    return withUnsafePointer(to: address) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
