import Synchronization

/// The shortages of a stream, from the cycle that met them to whoever keeps them.
///
/// One entry tells all blocks up to the next, so that a disk that hangs fills no log. What finds no
/// room is counted.
@safe
struct ShortageLog: ~Copyable {
  static var capacity: Int { @_noLocks get { 256 } }

  let entries: UnsafeMutablePointer<StreamShortage>
  /// Entries so far; written by the cycle.
  private let noted = Atomic<Int>(0)
  /// Entries that were taken; written by the control side.
  private let taken = Atomic<Int>(0)
  /// Entries that found no room since it was asked last.
  let dropped = Atomic<Int>(0)
  /// What was noted last, the cycle's own: 0 for no shortage.
  private let last = Atomic<Int>(0)

  @_noLocks
  init(entries: UnsafeMutablePointer<StreamShortage>) { unsafe self.entries = entries }

  /// Notes what a block went by, if it is another thing than the block before.
  ///
  /// Thread: cycle.
  @_noLocks
  borrowing func note(_ block: StreamBlock) {
    let isShort = block.lostFrames > 0
    let isComplete = isShort && block.left == .max
    let key = isShort ? (block.written &* 4) | (isComplete ? 3 : 1) : 0
    guard key != last.load(ordering: .relaxed) else { return }
    last.store(key, ordering: .relaxed)
    append(
      StreamShortage(
        position: block.position, written: isShort ? block.written : nil, isComplete: isComplete))
  }

  @_noLocks
  private borrowing func append(_ shortage: StreamShortage) {
    let index = noted.load(ordering: .relaxed)
    guard index &- taken.load(ordering: .acquiring) < Self.capacity else {
      dropped.wrappingAdd(1, ordering: .relaxed)
      return
    }
    unsafe entries[index % Self.capacity] = shortage
    noted.store(index &+ 1, ordering: .releasing)
  }

  /// Takes the oldest entry.
  ///
  /// Thread: any but the cycle, one at a time.
  @_noLocks
  borrowing func take() -> StreamShortage? {
    let index = taken.load(ordering: .relaxed)
    guard index < noted.load(ordering: .acquiring) else { return nil }
    let shortage = unsafe entries[index % Self.capacity]
    taken.store(index &+ 1, ordering: .releasing)
    return shortage
  }
}
