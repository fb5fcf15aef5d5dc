internal import Glibc

/// A file by its descriptor; closed with the last reference to it.
final class RecordingFile: Sendable {
  let path: String
  private let descriptor: Int32

  /// Opens a file to read it.
  init(reading path: String) throws(RecordingError) {
    descriptor = try Self.descriptor(path, O_RDONLY)
    self.path = path
  }

  /// Opens a file to append to it, and makes one that is not there; readable by its user alone.
  ///
  /// No other program can append to it meanwhile.
  init(appendingTo path: String) throws(RecordingError) {
    descriptor = try Self.descriptor(path, O_RDWR | O_CREAT | O_APPEND)
    self.path = path
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .inUse(path: path) }
  }

  deinit { close(descriptor) }

  var byteCount: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Up to `count` bytes from `offset`; fewer at the end.
  func read(_ count: Int, at offset: Int) throws(RecordingError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        return pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
      }
      if got > 0 {
        filled += got
      } else if got == 0 {
        break
      } else if errno != EINTR {
        throw .read(path: path, code: errno)
      }
    }
    bytes.removeLast(count - filled)
    return bytes
  }

  /// Appends all of it, or nothing.
  func append(_ bytes: [UInt8]) throws(RecordingError) {
    let before = byteCount
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count < 0, errno != EINTR {
        let code = errno
        truncate(to: before)
        throw .write(path: path, code: code)
      }
    }
  }

  /// Gives up what comes after the first `count` bytes.
  func truncate(to count: Int) { _ = ftruncate(descriptor, off_t(count)) }

  /// Waits until all that was appended is on the disk.
  func synchronize() { _ = fdatasync(descriptor) }

  private static func descriptor(
    _ path: String, _ flags: Int32
  ) throws(RecordingError) -> Int32 {
    let descriptor = open(path, flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { throw .open(path: path, code: errno) }
    var status = stat()
    // Devices and pipes have no place to go back to.
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .notARecording(path: path)
    }
    return descriptor
  }
}
