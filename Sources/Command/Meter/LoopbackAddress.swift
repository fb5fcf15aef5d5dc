import ArgumentParser
import Glibc

/// An address that only programs of this machine reach, such as `127.0.0.1:9187`.
struct LoopbackAddress: ExpressibleByArgument, Equatable {
  let host: String
  let port: UInt16

  /// Nil for other networks, and for what is no address.
  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let port = UInt16(parts[1]) else { return nil }
    let host = parts[0] == "localhost" ? "127.0.0.1" : String(parts[0])
    var address = in_addr()
    guard inet_pton(AF_INET, host, &address) == 1, UInt32(bigEndian: address.s_addr) >> 24 == 127
    else { return nil }
    (self.host, self.port) = (host, port)
  }

  /// The address as the system has it.
  var socketAddress: sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    inet_pton(AF_INET, host, &address.sin_addr)
    return address
  }
}
