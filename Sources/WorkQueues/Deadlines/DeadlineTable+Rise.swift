import Realtime
import Synchronization

extension DeadlineTable {
  /// The longest a worker looks for work in one rise: real-time threads that spin for long are
  /// stopped by the kernel.
  static var longestRiseNanoseconds: Int64 { @_noLocks get { 10_000_000 } }

  var firstSeat: UnsafeMutablePointer<WorkerSeat>? {
    @_noLocks get {
      unsafe UnsafeMutablePointer(bitPattern: seats.load(ordering: .sequentiallyConsistent))
    }
  }

  /// When a worker that has risen at `risen` is to do so again; `.max` for never.
  @_noLocks
  borrowing func nextRise(after risen: Int64, rank: Int) -> Int64 {
    var earliest = Int64.max
    var bits = armed.load(ordering: .sequentiallyConsistent)
    while bits != 0 {
      if let (deadline, _) = unsafe slots[bits.trailingZeroBitCount].read(),
        rank < deadline.risingWorkers, deadline.riseNanoseconds > risen
      {
        earliest = min(earliest, deadline.riseNanoseconds)
      }
      bits &= bits - 1
    }
    return earliest
  }

  /// Until when a worker that has risen at `risen` before is to look for work; 0 for not at all.
  @_noLocks
  borrowing func riseEnd(at now: Int64, after risen: Int64, rank: Int) -> Int64 {
    var latest: Int64 = 0
    var bits = armed.load(ordering: .relaxed)
    while bits != 0 {
      if let (deadline, _) = unsafe slots[bits.trailingZeroBitCount].read(),
        rank < deadline.risingWorkers, deadline.riseNanoseconds > risen,
        deadline.riseNanoseconds <= now
      {
        latest = max(latest, deadline.dueNanoseconds)
      }
      bits &= bits - 1
    }
    return latest
  }

  /// Whether one of the first workers sleeps for longer than until `rise`.
  @_noLocks
  borrowing func isAnySleeping(past rise: Int64, amongFirst count: Int) -> Bool {
    var next = unsafe firstSeat
    while let seat = unsafe next {
      if unsafe seat.pointee.rank < count,
        unsafe seat.pointee.sleepsUntil.load(ordering: .sequentiallyConsistent) > rise
      {
        return true
      }
      unsafe next = seat.pointee.nextSeat
    }
    return false
  }
}
