import Glibc

/// A socket for datagrams, which never blocks.
///
/// liblo has one too, but it listens on every network the machine is part of.
final class UDPSocket: Sendable {
  let number: Int32
  /// Where it listens; the port is the one the kernel chose.
  let address: UDPAddress

  init(at address: UDPAddress) throws(OSCServerError) {
    let kind = SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    number = socket(AF_INET, Int32(bitPattern: kind), 0)
    guard number >= 0 else { throw .cannotListen(address, code: errno) }
    let number = number
    var bound = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = address.with { bind(number, $0, $1) } == 0
    let isKnown = withUnsafeMutablePointer(to: &bound) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &size) }
    }
    guard isBound, isKnown == 0 else {
      let code = errno
      close(number)
      throw .cannotListen(address, code: code)
    }
    self.address = UDPAddress(bound)
  }

  deinit { close(number) }

  /// Sends a datagram, as far as there is room: nobody is waited for.
  func send(_ bytes: [UInt8], to target: UDPAddress) {
    _ = target.with { address, size in
      sendto(number, bytes, bytes.count, Int32(MSG_NOSIGNAL), address, size)
    }
  }

  /// Takes the next datagram; nil when there is none.
  func receive(into buffer: inout [UInt8]) -> (count: Int, source: UDPAddress)? {
    var source = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let count = withUnsafeMutablePointer(to: &source) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        recvfrom(number, &buffer, buffer.count, 0, $0, &size)
      }
    }
    return count >= 0 ? (count, UDPAddress(source)) : nil
  }
}
