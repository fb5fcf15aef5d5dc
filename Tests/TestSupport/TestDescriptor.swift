import CTestSupport
import Foundation

/// A descriptor that a test makes ready, and that is closed with it.
public final class TestDescriptor: @unchecked Sendable {
  /// Why a descriptor was not to be had.
  public struct Failure: Error {}

  /// What a test waits on.
  public let number: Int32
  /// What is written to make it ready; itself for an eventfd, -1 for a timer.
  private let writer: Int32
  private let lock = NSLock()
  private var isOpen = (number: true, writer: true)

  private init(_ number: Int32, writer: Int32) throws {
    if number < 0 { throw Failure() }
    self.number = number
    self.writer = writer
  }

  deinit {
    close()
    hangUp()
  }

  /// An eventfd.
  public static func event() throws -> TestDescriptor {
    let number = make_eventfd()
    return try TestDescriptor(number, writer: number)
  }

  /// A timerfd that becomes readable by itself, once.
  public static func timer(nanoseconds: Int64) throws -> TestDescriptor {
    try TestDescriptor(make_timerfd(nanoseconds), writer: -1)
  }

  /// The reading end of a pipe.
  public static func pipe() throws -> TestDescriptor {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw Failure() }
    return try TestDescriptor(ends[0], writer: ends[1])
  }

  /// One end of a pair of stream sockets.
  public static func socket() throws -> TestDescriptor {
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else { throw Failure() }
    return try TestDescriptor(ends[0], writer: ends[1])
  }

  /// Makes it readable.
  public func signal() {
    var one: UInt64 = 1
    _ = write(writer, &one, 8)
  }

  /// Makes it unreadable again.
  public func drain() {
    var value: UInt64 = 0
    _ = read(number, &value, 8)
  }

  /// Closes the other end.
  public func hangUp() {
    lock.withLock {
      if isOpen.writer, writer != number, writer >= 0 { _ = Glibc.close(writer) }
      isOpen.writer = false
    }
  }

  /// Closes the end a test waits on.
  public func close() {
    lock.withLock {
      if isOpen.number { _ = Glibc.close(number) }
      isOpen.number = false
    }
  }

  /// Descriptors this process has open.
  public static var openCount: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0
  }
}
