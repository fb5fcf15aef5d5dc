import Glibc

/// Messages that arrive through a pipe, in pieces of any size.
struct ScanFrames {
  /// Why no message comes.
  enum Silence: Error {
    /// None came in time.
    case late
    /// Nobody is left to write one.
    case ended
    /// What came is no message.
    case damaged
  }

  /// Reads from a descriptor that does not block.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// The next message; waits until `deadline`, after which it can be asked for again.
  mutating func next(until deadline: ContinuousClock.Instant) throws(Silence) -> ScanMessage {
    while bytes.count < 4 { try read(deadline) }
    let length = bytes.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.limit else { throw .damaged }
    while bytes.count < 4 + length { try read(deadline) }
    defer { bytes.removeFirst(4 + length) }
    do throws(CompactDamage) {
      return try ScanMessage(bytes[4..<4 + length])
    } catch {
      throw .damaged
    }
  }

  /// What a library with thousands of plugins does not need.
  private static let limit = 256 << 20

  private let descriptor: Int32
  private var bytes: [UInt8] = []

  private mutating func read(_ deadline: ContinuousClock.Instant) throws(Silence) {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&polled, 1, deadline.millisecondsLeft) > 0 else {
      if deadline.millisecondsLeft == 0 { throw .late }
      return
    }
    let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 65_536) { buffer in
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      bytes += buffer.prefix(max(0, count))
      return count
    }
    if count == 0 { throw .ended }
  }
}
