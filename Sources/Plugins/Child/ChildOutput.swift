import CChildProcess
import Glibc

/// A pipe that a child prints into, and the beginning of what came out of it.
struct ChildOutput: ~Copyable {
  /// Opens a pipe; keeps at most `limit` bytes and drops the rest, so that the child never waits.
  init(of program: String, limit: Int) throws(ChildProcessError) {
    var ends: [Int32] = [-1, -1]
    guard child_pipe(&ends) == 0 else {
      throw ChildProcessError(program: program, code: errno)
    }
    (reading, writing) = (ends[0], ends[1])
    self.limit = limit
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)
  }

  deinit {
    for descriptor in [reading, writing] where descriptor >= 0 { close(descriptor) }
  }

  /// The child's end.
  private(set) var writing: Int32
  /// Our end; -1 once nobody can write any more, which `poll` ignores.
  private(set) var reading: Int32

  /// What was kept; bytes that are no UTF-8 are replaced.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Closes the child's end here, once the child has it.
  mutating func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  /// Takes some of what is there now; false when there is nothing more.
  @discardableResult
  mutating func take() -> Bool {
    guard reading >= 0 else { return false }
    let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16_384) { buffer in
      let count = read(reading, buffer.baseAddress, buffer.count)
      bytes += buffer.prefix(min(max(0, count), limit - bytes.count))
      return count
    }
    if count < 0 { return errno == EINTR }
    if count > 0 { return true }
    close(reading)
    reading = -1
    return false
  }

  /// Takes what is left once the child has ended: a pipe's content, and no more, since a process
  /// that the child had started may go on printing.
  mutating func takeRest() {
    var reads = 0
    while reads < 64, take() { reads += 1 }
  }

  private let limit: Int
  private var bytes: [UInt8] = []
}
