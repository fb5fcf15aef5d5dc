import Synchronization

/// Where blocks are missing from a ring, in the order in which they are: a small ring of its own.
///
/// A gap is open while blocks are refused, and is told when the next one goes in. When more gaps
/// wait to be read than there is room for, one stays open and is told, longer, in a later place.
@safe
struct RingGaps: ~Copyable {
  static var capacity: Int { @_noLocks get { 64 } }

  /// For each gap the ring's frame it lies before, and its length.
  let places: UnsafeMutablePointer<Int>
  private let open = Atomic<Int>(0)
  private let told = Atomic<Int>(0)
  private let read = Atomic<Int>(0)

  deinit { unsafe places.deallocate() }

  /// Frames that were refused since the last block that went in.
  ///
  /// Thread: the producer's, or any once that has ended.
  var openFrames: Int { @_noLocks get { open.load(ordering: .relaxed) } }

  /// Thread: the producer's.
  @_noLocks
  borrowing func lengthen(by frames: Int) {
    open.store(open.load(ordering: .relaxed) &+ frames, ordering: .relaxed)
  }

  /// Tells of the open gap, if there is one, before the block at `frame` goes in.
  ///
  /// Thread: the producer's.
  @_noLocks
  borrowing func close(at frame: Int) {
    let length = open.load(ordering: .relaxed)
    if length == 0 { return }
    let index = told.load(ordering: .relaxed)
    if index &- read.load(ordering: .acquiring) == Self.capacity { return }
    let place = index % Self.capacity
    unsafe places[2 * place] = frame
    unsafe places[2 * place + 1] = length
    open.store(0, ordering: .relaxed)
    told.store(index &+ 1, ordering: .releasing)
  }

  /// The frame the next gap lies before; nil when none is told.
  ///
  /// Thread: the consumer's.
  var next: Int? {
    @_noLocks
    get {
      let index = read.load(ordering: .relaxed)
      if index == told.load(ordering: .acquiring) { return nil }
      return unsafe places[2 * (index % Self.capacity)]
    }
  }

  /// Takes the next gap, which there must be, and returns its length.
  ///
  /// Thread: the consumer's.
  @_noLocks
  borrowing func take() -> Int {
    let index = read.load(ordering: .relaxed)
    let length = unsafe places[2 * (index % Self.capacity) + 1]
    read.store(index &+ 1, ordering: .releasing)
    return length
  }
}
