// Control side.
import Synchronization

extension GraphPlayer {
  /// Goes on with new memory when threads are lost in all that the playing plan has; returns whether.
  ///
  /// What is played comes back from silence, without the nodes those threads are in. While an edit is
  /// under way its next plan has new memory anyway. To be called now and then; the old plan is freed
  /// once its threads have left. Thread: control.
  @discardableResult
  public func renewIfOccupied() -> Bool {
    advance()
    guard current == nil, playing.plan.isOccupied,
      let transition = try? GraphTransition(from: target, to: target)
    else { return false }
    planCount += 1
    guard let next = try? PlayedPlan(target, number: planCount, after: playing) else {
      return false
    }
    next.plan.beginFromSilence()
    current = Edit(
      graph: target, transition: transition, fadeFrames: fadeFrames, frame: 0,
      companion: nil, completion: nil)
    counted.begun += 1
    upcoming = [next]
    postNext()
    return true
  }
}

extension Plan {
  /// Whether threads are lost in both of its cores: what it plays is silence until one is back.
  ///
  /// Thread: any.
  public var isOccupied: Bool {
    let head = unsafe memory.head
    return (0..<2).allSatisfy { index in
      let board = unsafe head.pointee.cores[index].pointee.board
      return unsafe board.pointee.isRevoked.load(ordering: .acquiring)
        && board.pointee.inside.load(ordering: .acquiring) != 0
    }
  }

  /// Lets everything that is played rise from silence; before the plan is first run.
  func beginFromSilence() {
    let head = unsafe memory.head
    for index in 0..<(unsafe head.pointee.tailCount) {
      unsafe head.pointee.tails[index].mendedFrames = 0
    }
    unsafe head.pointee.isMending = head.pointee.tailCount > 0
  }
}
