import Glibc

/// The socket at which a service manager hears how its service is: one datagram for each message.
///
/// As `sd_notify(3)` documents it; the name is a path, or begins with `@` for one without a file.
struct NotifySocket: Sendable {
  private let address: sockaddr_un
  private let length: socklen_t

  /// nil for a name that no such socket can have.
  init?(_ name: String) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(name.utf8)
    let isAbstract = bytes.first == UInt8(ascii: "@")
    guard isAbstract || bytes.first == UInt8(ascii: "/"), bytes.count > 1,
      bytes.count < MemoryLayout.size(ofValue: address.sun_path), !bytes.contains(0)
    else { return nil }
    if isAbstract { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    self.address = address
    let begin = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 0
    // The end of a path is a zero; the name without a file ends where the address does.
    length = socklen_t(begin + bytes.count + (isAbstract ? 0 : 1))
  }

  /// Sends a message; false when nobody took it.
  ///
  /// Does not wait. Thread: any of the control side.
  @Sendable func send(_ message: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let bytes = Array(message.utf8)
    let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
    let count = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, flags, $0, length)
      }
    }
    return count == bytes.count
  }
}
