import Foundation
import Glibc
import Testing

/// A service manager's socket, and what came to it.
final class NotifyListener {
  private let descriptor: Int32
  private var received: [String] = []

  /// Listens at a path, or at a name without a file when it begins with `@`.
  init(_ name: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(name.utf8)
    if name.hasPrefix("@") { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    try #require(result == 0, "bind \(name): \(String(cString: strerror(errno)))")
  }

  deinit { close(descriptor) }

  /// Each message that has come so far.
  var messages: [String] {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      guard count >= 0 else { return received }
      received.append(String(decoding: buffer.prefix(count), as: UTF8.self))
    }
  }

  /// Every line of them.
  var lines: [String] { messages.flatMap { $0.split(separator: "\n").map(String.init) } }
}
