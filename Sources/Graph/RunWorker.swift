import CRealtime
import Realtime
import Synchronization

/// A thread on its way through a run that threads share.
///
/// It goes along its own lane, and takes the first items there that can be begun. Where it finds none
/// for a while, it takes other threads' items; at once those of a lane whose thread has not come. So
/// the calling thread alone would come to the end, too.
@safe
struct RunWorker: ~Copyable {
  /// How a thread came out of a run.
  enum Outcome {
    /// Nothing is left, or the run was revoked.
    case over
    /// Something is left, and was not ready for a while.
    case idle
  }

  /// How many open items of a lane it looks at.
  private static var sight: Int { @_noLocks get { 4 } }
  /// How long it waits before it takes the items of a thread that is there.
  private static var patienceNanoseconds: Int64 { @_noLocks get { 1_500 } }

  private let core: UnsafeMutablePointer<PlanCore>
  private let board: UnsafeMutablePointer<RunBoard>
  private let seat: UnsafeMutablePointer<ThreadSeat>
  private let table: UnsafeMutablePointer<RunTable>
  private let run: RunItems
  private let part: UInt64
  private let lane: Int
  /// The first item of each lane that may be open.
  private var cursors: InlineArray<32, Int>
  /// The item of its lane that it has claimed and not begun.
  private var reserved: Int?
  /// Items it has finished and not told of.
  private var finished: UInt32 = 0
  /// When it first found nothing; 0 while it finds something.
  private var idleSince: UInt64 = 0

  /// A thread in a seat, on the lane of that number.
  @_noLocks
  init(
    _ core: UnsafeMutablePointer<PlanCore>, _ board: UnsafeMutablePointer<RunBoard>,
    seat number: Int, _ table: UnsafeMutablePointer<RunTable>, part: UInt64
  ) {
    unsafe self.core = unsafe core
    unsafe self.board = unsafe board
    unsafe seat = board.pointee.seats + number
    unsafe self.table = unsafe table
    unsafe run = table.pointee.items
    self.part = part
    lane = number
    cursors = .init(repeating: 0)
    for lane in 0..<run.laneCount { cursors[lane] = run.start(of: lane) }
  }

  /// Performs items until nothing is left, or nothing was ready for a while.
  @_noLocks
  mutating func work() -> Outcome {
    idleSince = 0
    while true {
      if let place = next() {
        guard unsafe Executor.perform(place, of: run, core, before: following(place), at: seat)
        else { return .over }
        // In this order: to claim would wait until the other threads have let go of the mark.
        reserve()
        unsafe run.marks[place].part.store(part, ordering: .releasing)
        finished += 1
        idleSince = 0
        if unsafe board.pointee.missesHelpers, hasSurplus { callHelpers() }
      } else if let outcome = pause() {
        return outcome
      }
    }
  }

  /// Lets others have the item that it waits for.
  @_noLocks
  mutating func release() {
    if let place = reserved { unsafe run.items[place].release() }
    reserved = nil
  }

  /// The item it comes to after this, as far as is known; nil for none.
  @_noLocks
  private func following(_ place: Int) -> Int? {
    lane < run.laneCount && place + 1 < run.end(of: lane) ? place + 1 : nil
  }

  /// Takes the next item; nil when there is none for this thread.
  @_noLocks
  private mutating func next() -> Int? {
    if let place = reserved, run.isReady(place, in: part) {
      reserved = nil
      return place
    }
    if lane < run.laneCount, let place = take(from: lane) { return place }
    let inside = unsafe board.pointee.inside.load(ordering: .relaxed)
    let isImpatient = idleFor(Self.patienceNanoseconds)
    for other in 0..<run.laneCount where other != lane {
      guard isImpatient || inside & (1 << UInt32(other)) == 0 else { continue }
      if let place = take(from: other) { return place }
    }
    return nil
  }

  /// Claims the next item of its own lane, be it ready or not.
  @_noLocks
  private mutating func reserve() {
    guard reserved == nil, lane < run.laneCount else { return }
    let end = run.end(of: lane)
    var place = cursors[lane]
    while place < end, unsafe !run.items[place].take(in: part) { place += 1 }
    cursors[lane] = place
    if place < end { reserved = place }
  }

  /// Takes the first item of a lane that can be begun.
  @_noLocks
  private mutating func take(from lane: Int) -> Int? {
    var seen = 0
    for place in firstOpen(in: lane)..<run.end(of: lane) {
      guard unsafe run.items[place].isOpen(in: part) else { continue }
      if run.isReady(place, in: part), unsafe run.items[place].take(in: part) { return place }
      seen += 1
      if seen == Self.sight { break }
    }
    return nil
  }

  /// The first item of a lane that may be open.
  ///
  /// In another's lane, what is claimed may be released again, and only what is finished is past.
  @_noLocks
  private mutating func firstOpen(in lane: Int) -> Int {
    let end = run.end(of: lane)
    var place = cursors[lane]
    if lane == self.lane {
      while place < end, unsafe !run.items[place].isOpen(in: part) { place += 1 }
    } else {
      while place < end, run.isFinished(place, in: part) { place += 1 }
    }
    cursors[lane] = place
    return place
  }

  /// Whether there is something ready for another thread too.
  private var hasSurplus: Bool {
    @_noLocks
    mutating get {
      var count = reserved == nil ? 0 : 1
      for lane in 0..<run.laneCount {
        var seen = 0
        for place in firstOpen(in: lane)..<run.end(of: lane) {
          guard unsafe run.items[place].isOpen(in: part) else { continue }
          if run.isReady(place, in: part) { count += 1 }
          if count > 1 { return true }
          seen += 1
          if seen == Self.sight { break }
        }
      }
      return false
    }
  }

  @_noLocks
  private func callHelpers() {
    if let queue = unsafe core.pointee.queue { unsafe RunBoard.callHelpers(board, from: queue) }
  }

  /// What a thread does that has found nothing; tells how it goes when it is to go.
  @_noLocks
  private mutating func pause() -> Outcome? {
    if idleSince == 0 {
      idleSince = rt_ticks()
      if reserved == nil, lane >= run.laneCount || cursors[lane] == run.end(of: lane) { tell() }
    }
    if unsafe board.pointee.leftCount == 0
      || table.pointee.part.load(ordering: .relaxed) != part
      || board.pointee.isRevoked.load(ordering: .relaxed)
    {
      return .over
    }
    if idleFor(Self.patienceNanoseconds) {
      tell()
      if idleFor(Executor.spinNanoseconds) { return .idle }
    }
    rt_spin_pause()
    return nil
  }

  @_noLocks
  private func idleFor(_ nanoseconds: Int64) -> Bool {
    idleSince != 0 && rt_ticks_between(idleSince, rt_ticks()) > nanoseconds
  }

  /// Counts what it has finished.
  @_noLocks
  private mutating func tell() {
    guard finished > 0 else { return }
    unsafe RunBoard.countDown(board, by: finished)
    finished = 0
  }
}
