import Control
import Glibc
import Host

/// The right to a name: a locked file `NAME.host` that holds the process, beside control sockets.
///
/// The kernel gives the lock back whatever becomes of the process, so that no name stays taken.
final class InstanceClaim {
  private let descriptor: Int32
  private let path: String

  /// Takes a name; refuses one that a living host of this user has.
  init(_ name: InstanceName, in directory: SocketDirectory = .standard) throws(HostError) {
    do throws(ControlSocketError) {
      try directory.make()
    } catch {
      throw HostError(.unavailable, "--name \(name): \(error)")
    }
    path = Self.path(of: name.description, in: directory)
    descriptor = try Self.lock(path, name)
    let text = "\(getpid())\n"
    guard ftruncate(descriptor, 0) == 0,
      pwrite(descriptor, text, text.utf8.count, 0) == text.utf8.count
    else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw HostError(.unavailable, "--name \(name): \(path) cannot be written: \(reason)")
    }
  }

  deinit {
    unlink(path)
    close(descriptor)
  }

  /// The process that has a name now; nil when none has.
  static func holder(
    of name: String, in directory: SocketDirectory = .standard
  ) -> Int32? {
    let descriptor = open(path(of: name, in: directory), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var lock = wholeFile
    guard fcntl(descriptor, Self.getLock, &lock) == 0, lock.l_type != F_UNLCK else { return nil }
    return process(in: descriptor)
  }

  /// All names that are taken, by the process that has them.
  static func names(in directory: SocketDirectory = .standard) -> [Int32: String] {
    guard let folder = opendir(directory.path) else { return [:] }
    defer { closedir(folder) }
    var names: [Int32: String] = [:]
    while let entry = readdir(folder) {
      let file = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard file.hasSuffix(suffix) else { continue }
      let name = String(file.dropLast(suffix.count))
      if let process = holder(of: name, in: directory) { names[process] = name }
    }
    return names
  }

  private static let suffix = ".host"

  // Locks of an open file, not of a process: F_OFD_GETLK and F_OFD_SETLK of Linux, which Glibc
  // shows to some programs only.
  private static let getLock: Int32 = 36
  private static let setLock: Int32 = 37

  /// To write, from the beginning to the end.
  private static var wholeFile: flock {
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    return lock
  }

  private static func path(of name: String, in directory: SocketDirectory) -> String {
    "\(directory.path)/\(name)\(suffix)"
  }

  /// Opens a file and locks it; one that was removed meanwhile is made anew.
  private static func lock(_ path: String, _ name: InstanceName) throws(HostError) -> Int32 {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else {
        let reason = String(cString: strerror(errno))
        throw HostError(.unavailable, "--name \(name): \(path): \(reason)")
      }
      var lock = wholeFile
      guard fcntl(descriptor, Self.setLock, &lock) == 0 else {
        let holder = process(in: descriptor).map { " (pid \($0))" } ?? ""
        close(descriptor)
        throw HostError(
          .unavailable, "a host named \(name) runs already\(holder): choose another --name")
      }
      if isFile(descriptor, at: path) { return descriptor }
      close(descriptor)
    }
  }

  private static func isFile(_ descriptor: Int32, at path: String) -> Bool {
    var opened = stat()
    var there = stat()
    return fstat(descriptor, &opened) == 0 && lstat(path, &there) == 0
      && opened.st_ino == there.st_ino && opened.st_dev == there.st_dev
  }

  private static func process(in descriptor: Int32) -> Int32? {
    withUnsafeTemporaryAllocation(byteCount: 32, alignment: 1) { buffer in
      let count = pread(descriptor, buffer.baseAddress, buffer.count, 0)
      guard count > 0 else { return nil }
      return Int32(String(decoding: buffer.prefix(count).prefix { $0 != 10 }, as: UTF8.self))
    }
  }
}
