import Glibc

/// The socket of a host, of mode 0600, and its file, which goes with it.
struct ListeningSocket {
  let descriptor: Descriptor
  let path: String
  private let fileNumber: UInt

  /// Opens a socket; a file that a dead host left there is replaced.
  init(named name: String?, in directory: SocketDirectory) throws(ControlSocketError) {
    let path = try directory.socket(named: name)
    let lock = try directory.open()
    // Two hosts that start at once must not take each other's file for a dead one's.
    guard flock(lock.number, LOCK_EX) == 0 else { throw .last("flock") }
    try Self.removeStale(path)
    let descriptor = try Descriptor.streamSocket()
    // The file inherits the socket's mode: it never exists with another.
    fchmod(descriptor.number, 0o600)
    let address = UnixAddress(path)
    guard address.with({ bind(descriptor.number, $0, $1) }) == 0 else {
      throw .last("bind \(path)")
    }
    guard chmod(path, 0o600) == 0, listen(descriptor.number, 128) == 0 else {
      throw .last("listen at \(path)")
    }
    self.descriptor = descriptor
    self.path = path
    fileNumber = Self.socketFile(path) ?? 0
  }

  /// Removes the file, unless another socket has its place by now.
  func removeFile() {
    if Self.socketFile(path) == fileNumber { unlink(path) }
  }

  private static func removeStale(_ path: String) throws(ControlSocketError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard socketFile(path) != nil else { throw .foreign(path: path) }
    let probe = try Descriptor.streamSocket()
    let address = UnixAddress(path)
    let isDead = address.with({ connect(probe.number, $0, $1) }) != 0 && errno == ECONNREFUSED
    guard isDead else { throw .inUse(path: path) }
    unlink(path)
  }

  private static func socketFile(_ path: String) -> UInt? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
    return status.st_ino
  }
}
