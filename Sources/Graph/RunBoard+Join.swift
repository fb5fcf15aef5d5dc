import CRealtime
import Realtime
import Synchronization
import WorkQueues

extension RunBoard {
  private static var join: UInt64 { @_noLocks get { 1 << 32 | 1 } }
  private static var known: UInt64 { @_noLocks get { 1 << 32 } }

  /// Helpers that are there or asked for.
  var helperCount: Int {
    @_noLocks
    get {
      let waiting = Int(truncatingIfNeeded: joins.load(ordering: .relaxed) & 0xFFFF_FFFF)
      return waiting + (inside.load(ordering: .sequentiallyConsistent) & ~1).nonzeroBitCount
    }
  }

  /// Whether fewer helpers are there, or asked for, than are wanted.
  var missesHelpers: Bool {
    @_noLocks get { helperCount + 1 < Int(wanted.load(ordering: .relaxed)) }
  }

  /// Asks for helpers until there are as many as wanted, or the queue refuses.
  ///
  /// An item of an earlier run that nobody has taken yet will do as well.
  @_noLocks
  static func callHelpers(
    _ board: UnsafeMutablePointer<RunBoard>, from queue: QueueHandle
  ) {
    let wanted = unsafe Int(board.pointee.wanted.load(ordering: .relaxed)) - 1
    var missing = unsafe wanted - board.pointee.helperCount
    while missing > 0 {
      unsafe board.pointee.joins.wrappingAdd(join, ordering: .relaxed)
      let item = unsafe WorkItem({ unsafe Executor.join($0) }, context: board)
      guard case .accepted = queue.put(item, priority: .high) else {
        unsafe board.pointee.joins.wrappingSubtract(join, ordering: .relaxed)
        unsafe board.pointee.refusedPuts.wrappingAdd(1, ordering: .relaxed)
        return
      }
      missing -= 1
    }
  }

  /// An item that asks for a helper was taken from the queue.
  @_noLocks
  borrowing func beginJoin() { joins.wrappingSubtract(1, ordering: .acquiring) }

  /// The last that a thread does with the board.
  @_noLocks
  borrowing func endJoin() { joins.wrappingSubtract(Self.known, ordering: .releasing) }

  /// Takes a seat; nil when as many helpers as wanted are there, or the run was revoked.
  ///
  /// Who makes a revoked run's board good again first sees that nobody is inside, and takes the
  /// revocation back afterwards: so who sits down here meanwhile finds it still revoked.
  @_noLocks
  borrowing func enter() -> Int? {
    let wanted = wanted.load(ordering: .relaxed)
    var seated = inside.load(ordering: .relaxed)
    while true {
      let seat = (~seated & ~UInt32(1)).trailingZeroBitCount
      guard seat < wanted else { return nil }
      let (exchanged, original) = inside.weakCompareExchange(
        expected: seated, desired: seated | 1 << UInt32(seat), ordering: .sequentiallyConsistent)
      if exchanged {
        guard isRevoked.load(ordering: .sequentiallyConsistent) else { return seat }
        leave(seat)
        return nil
      }
      seated = original
    }
  }

  /// Gives a seat back.
  @_noLocks
  borrowing func leave(_ seat: Int) {
    inside.bitwiseAnd(~(1 << UInt32(seat)), ordering: .sequentiallyConsistent)
  }
}
