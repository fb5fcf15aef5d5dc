import CRealtime
import Realtime
import Synchronization

/// What one thread performs without a pause: some steps, one after the other.
///
/// Items lie lane by lane. Claiming one disturbs nobody but threads that steal from the lane.
struct RunItem: ~Copyable {
  /// Where its steps begin in the table's list, and how many there are.
  let firstStep: Int32
  let stepCount: Int32
  /// Likewise the items it waits for.
  let firstPredecessor: Int32
  let predecessorCount: Int32
  /// Who may take it; see `ItemClaim`.
  let claim = Atomic<ItemClaim.Word>(ItemClaim.initial)
  private let padding: UInt64 = 0

  /// Whether nobody has it in a part of a period, nor in a later one.
  @_noLocks
  borrowing func isOpen(in part: UInt64) -> Bool {
    ItemClaim.isOpen(claim.load(ordering: .relaxed), in: part)
  }

  /// Takes it for the calling thread; false when somebody was faster.
  @_noLocks
  borrowing func take(in part: UInt64) -> Bool {
    let before = claim.load(ordering: .relaxed)
    guard ItemClaim.isOpen(before, in: part) else { return false }
    return claim.compareExchange(
      expected: before, desired: ItemClaim.taken(before, in: part), ordering: .relaxed
    ).exchanged
  }

  /// Lets others have what the calling thread has taken and not begun.
  @_noLocks
  borrowing func release() {
    claim.store(ItemClaim.released(claim.load(ordering: .relaxed)), ordering: .releasing)
  }
}

/// The word that tells who may take an item: a part of a period as `PlanCore.part` counts, how often
/// the item was released in it, and whether it is taken.
///
/// No value ever comes twice. So a thread that was interrupted before its exchange, and comes back
/// after some periods, has lost.
enum ItemClaim {
  typealias Word = UInt64

  /// Taken in part 0, which is none.
  static var initial: Word { @_noLocks get { 1 } }
  private static var partShift: UInt64 { @_noLocks get { 24 } }

  @_noLocks
  static func isOpen(_ word: Word, in part: UInt64) -> Bool {
    let last = word >> partShift
    return last < part || (last == part && word & 1 == 0)
  }

  @_noLocks
  static func taken(_ word: Word, in part: UInt64) -> Word {
    (word >> partShift == part ? word : part << partShift) | 1
  }

  @_noLocks
  static func released(_ word: Word) -> Word { word &+ 1 }
}

/// The part of a period in which an item was finished last.
///
/// It is what items that wait for it look at.
///
/// Written by a plain store, which its thread need not wait for. As it tells which part it is
/// about, nothing has to be prepared for the next one.
@safe
struct FinishMark: ~Copyable {
  let part = Atomic<UInt64>(0)
  private let padding: InlineArray<7, UInt64> = .init(repeating: 0)
}

/// The items of a core under a schedule, and which run they are in.
@safe
struct RunTable: ~Copyable {
  let items: RunItems
  private let padding = CacheLinePadding()
  /// The part of a period, as `PlanCore.part` counts, in which items can be begun, or 0.
  ///
  /// Kept here so that nobody takes an item of one table for a part of another.
  let part = Atomic<UInt64>(0)
  private let endPadding = CacheLinePadding()
}

/// The items of a core under a schedule.
@safe
struct RunItems: BitwiseCopyable {
  let items: UnsafeMutablePointer<RunItem>
  let marks: UnsafeMutablePointer<FinishMark>
  let itemCount: Int
  /// The places of the items' steps among the core's, item by item.
  let steps: UnsafeMutablePointer<Int32>
  /// The places of the items they wait for, item by item.
  let predecessors: UnsafeMutablePointer<Int32>
  /// Where each lane begins among the items, and behind them where the last ends.
  let laneStarts: UnsafeMutablePointer<Int32>
  let laneCount: Int

  /// Whether all that an item waits for was finished in a part of a period.
  @_noLocks
  func isReady(_ place: Int, in part: UInt64) -> Bool {
    let first = unsafe Int(items[place].firstPredecessor)
    let count = unsafe Int(items[place].predecessorCount)
    for index in first..<(first + count) {
      let predecessor = unsafe Int(predecessors[index])
      // What it wrote is acquired with this.
      if unsafe marks[predecessor].part.load(ordering: .acquiring) != part { return false }
    }
    return true
  }

  /// Whether an item was finished in a part of a period.
  @_noLocks
  func isFinished(_ place: Int, in part: UInt64) -> Bool {
    unsafe marks[place].part.load(ordering: .relaxed) == part
  }

  /// Has the core fetch what an item needs: the first step, and whether it can be begun.
  @_noLocks
  func prefetch(_ place: Int, of core: UnsafeMutablePointer<PlanCore>) {
    let first = unsafe Int(items[place].firstPredecessor)
    let count = unsafe Int(items[place].predecessorCount)
    for index in first..<(first + count) {
      unsafe rt_prefetch_read(marks + Int(predecessors[index]))
    }
    unsafe Step.prefetch(core.pointee.steps + Int(steps[Int(items[place].firstStep)]))
  }

  /// Where a lane begins.
  @_noLocks
  func start(of lane: Int) -> Int { unsafe Int(laneStarts[lane]) }

  /// Where a lane ends.
  @_noLocks
  func end(of lane: Int) -> Int { unsafe Int(laneStarts[lane + 1]) }
}
