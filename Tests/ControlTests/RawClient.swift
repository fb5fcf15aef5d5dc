import Glibc

@testable import Control

/// A client that keeps to no rule.
final class RawClient {
  let descriptor: Descriptor

  init(_ path: String) throws {
    descriptor = Descriptor(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
    let number = descriptor.number
    guard UnixAddress(path).with({ connect(number, $0, $1) }) == 0 else {
      throw ControlSocketError.last("connect")
    }
  }

  /// Sends bytes and waits until they are taken; false when the server has closed.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  func send(_ text: String) { send(Array(text.utf8)) }

  /// Reads until so many lines came, or the end; at most 20 s for each piece.
  func lines(_ count: Int) -> [String] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while bytes.count(where: { $0 == 0x0A }) < count {
      var polled = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
      guard poll(&polled, 1, 20_000) == 1 else { break }
      let got = recv(descriptor.number, &buffer, buffer.count, 0)
      if got <= 0 { break }
      bytes += buffer[..<got]
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
