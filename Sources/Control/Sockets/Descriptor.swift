import Glibc

/// An open file descriptor, closed with its last owner.
final class Descriptor: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// Makes a stream socket that never blocks.
  static func streamSocket() throws(ControlSocketError) -> Descriptor {
    let kind =
      SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    let number = socket(AF_UNIX, Int32(bitPattern: kind), 0)
    guard number >= 0 else { throw .last("socket") }
    return Descriptor(number)
  }

  /// Makes calls return at once, and other programs not inherit it.
  func neverBlock() {
    _ = fcntl(number, F_SETFL, O_NONBLOCK)
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
  }

  /// Whether the process at the other end is the same user's, or the superuser's.
  var hasTrustedPeer: Bool {
    // `struct ucred`, which Glibc shows only to GNU sources.
    var credentials: (processID: Int32, user: UInt32, group: UInt32) = (0, .max, .max)
    var size = socklen_t(MemoryLayout.size(ofValue: credentials))
    guard getsockopt(number, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else {
      return false
    }
    return credentials.user == geteuid() || credentials.user == 0
  }
}

/// The address of a socket in the file system.
struct UnixAddress {
  static let capacity = MemoryLayout.size(ofValue: sockaddr_un().sun_path)

  private var address = sockaddr_un()

  /// The path must have fewer bytes than `capacity`.
  init(_ path: String) {
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) {
      $0.copyBytes(from: path.utf8.prefix($0.count - 1))
    }
  }

  /// Calls `bind` or `connect`.
  func with(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    withUnsafeBytes(of: address) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { addresses in
        guard let base = addresses.baseAddress else { return -1 }
        return body(base, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
