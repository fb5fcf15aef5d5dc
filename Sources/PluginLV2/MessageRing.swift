import Glibc
import Synchronization

/// A bounded ring of messages of any length, between one producer and one consumer.
///
/// Each message lies in one piece, at a multiple of 8: one that begins before the ring's end may
/// go on behind it, where the memory goes on for another ring's length. At a fixed address.
struct MessageRing: ~Copyable {
  /// A message's length comes before it.
  private static var headBytes: Int { @_noLocks get { 8 } }

  private let memory: UnsafeMutableRawPointer
  private let capacity: Int
  private let written = Atomic<Int>(0)
  private let read = Atomic<Int>(0)

  /// Has room for at least so many bytes, the messages' lengths included; for none, refuses all.
  init(minimumBytes: Int) {
    var capacity = minimumBytes > 0 ? 64 : 0
    while capacity < minimumBytes { capacity *= 2 }
    self.capacity = capacity
    memory = .allocate(byteCount: max(8, 2 * capacity), alignment: 8)
    memset(memory, 0, 2 * capacity)
  }

  deinit { memory.deallocate() }

  /// Whether there is no message.
  ///
  /// Thread: any.
  var isEmpty: Bool {
    @_noLocks
    get {
      let position = read.load(ordering: .sequentiallyConsistent)
      return position == written.load(ordering: .sequentiallyConsistent)
    }
  }

  /// Puts a copy in; false, and nothing done, when there is no room.
  ///
  /// Thread: the producer's.
  @_noLocks
  borrowing func put(_ bytes: UnsafeRawPointer?, byteCount: Int) -> Bool {
    guard byteCount <= capacity else { return false }
    let position = written.load(ordering: .relaxed)
    let taken = position &- read.load(ordering: .acquiring)
    guard Self.room(for: byteCount) <= capacity - taken else { return false }
    let place = memory + (position & (capacity - 1))
    place.storeBytes(of: byteCount, as: Int.self)
    if let bytes {
      (place + Self.headBytes).copyMemory(from: bytes, byteCount: byteCount)
    }
    written.store(position &+ Self.room(for: byteCount), ordering: .sequentiallyConsistent)
    return true
  }

  /// Where the newest message ends.
  ///
  /// Thread: any.
  var end: Int { @_noLocks get { written.load(ordering: .acquiring) } }

  /// The oldest message, which stays until `drop`; nil when there is none before `end`.
  ///
  /// Thread: the consumer's.
  @_noLocks
  borrowing func next(before end: Int) -> (bytes: UnsafeRawPointer, byteCount: Int)? {
    let position = read.load(ordering: .relaxed)
    guard position != end else { return nil }
    let place = memory + (position & (capacity - 1))
    return (UnsafeRawPointer(place + Self.headBytes), place.load(as: Int.self))
  }

  /// Takes the oldest message out, which there must be.
  ///
  /// Thread: the consumer's.
  @_noLocks
  borrowing func drop() {
    let position = read.load(ordering: .relaxed)
    let byteCount = (memory + (position & (capacity - 1))).load(as: Int.self)
    read.store(position &+ Self.room(for: byteCount), ordering: .sequentiallyConsistent)
  }

  /// What a message takes, with its head.
  @_noLocks
  private static func room(for byteCount: Int) -> Int { (headBytes + byteCount + 7) & ~7 }
}
