// Control side.
import CRealtime
import Synchronization

/// Where one member of a group sleeps until its turn, or until there will be none.
@safe
final class OrderingSignal: @unchecked Sendable {
  private static let none: UInt32 = 0
  private static let turn: UInt32 = 1
  private static let over: UInt32 = 2
  /// The word the thread waits on, at a fixed address.
  private let word: UnsafeMutablePointer<Atomic<UInt32>>

  init() {
    unsafe word = .allocate(capacity: 1)
    unsafe word.initialize(to: Atomic(Self.none))
  }

  deinit {
    unsafe word.deinitialize(count: 1)
    unsafe word.deallocate()
  }

  func beginTurn() {
    // Never again once it is over.
    let (isSet, _) = unsafe word.pointee.compareExchange(
      expected: Self.none, desired: Self.turn, ordering: .acquiringAndReleasing)
    if isSet { unsafe rt_futex_wake(word, 1) }
  }

  func end() {
    unsafe word.pointee.store(Self.over, ordering: .releasing)
    unsafe rt_futex_wake(word, 1)
  }

  /// Sleeps until the turn, true, or the end, false.
  func wait() -> Bool {
    while true {
      let (isTurn, state) = unsafe word.pointee.compareExchange(
        expected: Self.turn, desired: Self.none, ordering: .acquiringAndReleasing)
      if isTurn { return true }
      if state == Self.over { return false }
      _ = unsafe rt_futex_wait(word, Self.none, -1)
    }
  }
}
