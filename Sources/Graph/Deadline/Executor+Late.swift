import CRealtime
import Realtime
import Synchronization
import WorkQueues

extension Executor {
  /// Counts a miss for each node that a thread is in, once the run was revoked.
  @_noLocks
  static func noteLate(_ core: UnsafeMutablePointer<PlanCore>) {
    let board = unsafe core.pointee.board
    for index in 0..<RunBoard.seatCount {
      let seat = unsafe board.pointee.seats + index
      guard let place = unsafe lateStep(seat, of: core) else { continue }
      unsafe core.pointee.steps[place].cell.pointee.misses
        .wrappingAdd(1, ordering: .relaxed)
      unsafe seat.pointee.markLost()
    }
  }

  /// The step a thread is in; nil when it is in none, or finds that the run was revoked in a moment.
  @_noLocks
  private static func lateStep(
    _ seat: UnsafeMutablePointer<ThreadSeat>, of core: UnsafeMutablePointer<PlanCore>
  ) -> Int? {
    var place = -1
    for _ in 0..<64 {
      place = unsafe seat.pointee.step.load(ordering: .acquiring) - 1
      guard place >= 0 else { return nil }
      let step = unsafe core.pointee.steps + place
      guard unsafe step.pointee.cell.pointee.isInside.load(ordering: .acquiring) != 0,
        unsafe step.pointee.finishedPart.load(ordering: .acquiring) != core.pointee.part
      else { return nil }
      rt_spin_pause()
    }
    // As it was found: by now it may have gone.
    return place
  }

  /// Does what can be done for a step whose node is not well: plays its inputs while a thread is in
  /// it, then lets it come back, or has it performed unheard; false when the run was revoked.
  @_noLocks
  @inline(never)
  static func goOn(
    without place: Int, of core: UnsafeMutablePointer<PlanCore>,
    at seat: UnsafeMutablePointer<ThreadSeat>
  ) -> Bool {
    let step = unsafe core.pointee.steps + place
    let cell = unsafe step.pointee.cell
    if unsafe core.pointee.board.pointee.isRevoked.load(ordering: .relaxed) { return false }
    let isInside = unsafe cell.pointee.isInside.load(ordering: .acquiring) != 0
    let mending = unsafe cell.pointee.mending.load(ordering: .relaxed)
    if isInside {
      unsafe cell.pointee.mending.store(Mending.absent, ordering: .relaxed)
      unsafe Step.playDry(step, of: core)
    } else if mending == Mending.absent {
      unsafe cell.pointee.mending.store(Mending.returning, ordering: .relaxed)
      unsafe cell.pointee.mendedFrames.store(0, ordering: .relaxed)
      unsafe Step.playDry(step, of: core)
      unsafe Step.fade(step, of: core, from: 1, to: 0)
      unsafe Step.clearLastSamples(step)
    } else if mending == Mending.muted {
      return unsafe performMuted(place, of: core, at: seat)
    } else {
      return unsafe performReturning(place, of: core, at: seat)
    }
    unsafe step.pointee.finishedPart.store(core.pointee.part, ordering: .releasing)
    return true
  }

  /// Performs a node that has come back: silent until it has settled, then rising.
  @_noLocks
  private static func performReturning(
    _ place: Int, of core: UnsafeMutablePointer<PlanCore>,
    at seat: UnsafeMutablePointer<ThreadSeat>
  ) -> Bool {
    let step = unsafe core.pointee.steps + place
    guard unsafe claim(place, of: core, at: seat) else { return false }
    let isGood = unsafe Step.perform(step, of: core)
    // Lost in it again: then others have it by now.
    if unsafe core.pointee.board.pointee.isRevoked.load(ordering: .acquiring) { return false }
    if isGood { unsafe Step.rise(step, of: core) }
    return true
  }
}

/// How a node comes back after a thread was lost in it, or its outputs were bad.
enum Mending {
  static var none: UInt32 { @_noLocks get { 0 } }
  /// Its inputs are played in its place.
  static var absent: UInt32 { @_noLocks get { 1 } }
  /// It is performed again, and not heard in full yet.
  static var returning: UInt32 { @_noLocks get { 2 } }
  /// It is performed, and not heard before its outputs have been good for some time.
  static var muted: UInt32 { @_noLocks get { 3 } }

  /// Whether a thread was lost in it, and it is not heard in full yet.
  @_noLocks
  static func isLate(_ mending: UInt32) -> Bool { mending == absent || mending == returning }
}

extension NodeCell {
  /// Whether it can be performed, and be heard as it is.
  var isWell: Bool {
    @_noLocks
    @inline(__always)
    get { isInside.load(ordering: .acquiring) | mending.load(ordering: .relaxed) == 0 }
  }
}

extension ThreadSeat {
  /// Marks the thread's worker as lost, until it leaves the run.
  @_noLocks
  borrowing func markLost() {
    WorkerHandle(bits: worker.load(ordering: .acquiring))?.setLost(true)
  }

  /// Shows the worker that sits down.
  @_noLocks
  borrowing func sitDown() {
    worker.store(WorkerHandle.current?.bits ?? 0, ordering: .releasing)
  }

  /// Says that its worker is not lost any more, before it leaves a run that was revoked.
  @_noLocks
  borrowing func comeBack() {
    WorkerHandle(bits: worker.exchange(0, ordering: .acquiringAndReleasing))?.setLost(false)
  }
}
