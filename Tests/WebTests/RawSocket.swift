import Glibc

/// A connection to a port of this machine that keeps to no rule.
final class RawSocket {
  private let number: Int32
  private var received: [UInt8] = []

  init(port: Int) throws {
    number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafeBytes(of: &address) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) {
        connect(number, $0.baseAddress, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw SocketFailure.connect(errno) }
  }

  deinit { close(number) }

  /// Sends all, or false when the other side has closed.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Takes so many bytes; fewer when the other side ends, or is silent for 20 s.
  func take(_ count: Int) -> [UInt8] {
    while received.count < count, receive() {}
    defer { received.removeFirst(min(count, received.count)) }
    return Array(received.prefix(count))
  }

  /// Takes all up to and with a text; all there is when it does not come.
  func take(upTo end: String) -> String {
    let end = Array(end.utf8)
    while true {
      for start in received.indices where received[start...].starts(with: end) {
        return String(decoding: take(start + end.count), as: UTF8.self)
      }
      guard receive() else { return String(decoding: take(received.count), as: UTF8.self) }
    }
  }

  /// Whether the other side ends within 20 s; passes over what comes before.
  func ends() -> Bool {
    while receive() { received = [] }
    return hasEnded
  }

  private var hasEnded = false

  private func receive() -> Bool {
    var polled = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    guard poll(&polled, 1, 20_000) == 1 else { return false }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(number, &buffer, buffer.count, 0)
    hasEnded = count <= 0
    if count > 0 { received += buffer[..<count] }
    return count > 0
  }
}

enum SocketFailure: Error {
  case connect(Int32)
}
