// Control side.
import Realtime
import Synchronization

extension WorkQueue {
  /// The cores that hold its items: the lanes of a preempting queue, low first, or its only one.
  var cores: [UnsafeMutablePointer<QueueCore>] {
    guard let lanes = unsafe core.pointee.lanes else { return unsafe [core] }
    return unsafe (0..<3).map { unsafe lanes + $0 }
  }

  /// A counter of all cores.
  func sum<Count: AdditiveArithmetic>(_ count: (borrowing QueueCore) -> Count) -> Count {
    unsafe cores.reduce(.zero) { unsafe $0 + count($1.pointee) }
  }

  /// Starts the worker of each priority, at a level of its own.
  func startLaneWorkers() throws(WorkQueueError) {
    for priority in WorkPriority.allCases {
      let worker = unsafe Worker(
        name: "\(name) \(priority)",
        core: WorkerCore(kind: .worker, queue: QueueCore.lane(core, priority), device: nil))
      try start(worker)
    }
  }
}

extension ThreadScheduling {
  /// The level of a preempting queue's worker for one priority, the normal one's being this.
  func lane(_ priority: WorkPriority) -> ThreadScheduling {
    let step = Int(priority.rawValue)
    return switch self {
    case .fifo(let level): .fifo(priority: min(99, max(1, level + step)))
    case .roundRobin(let level): .roundRobin(priority: min(99, max(1, level + step)))
    case .normal(let nice): .normal(nice: min(19, max(-20, nice - step)))
    }
  }
}

extension UnsafeMutablePointer<QueueCore> {
  /// Makes the lanes of a preempting queue, for which there is room already.
  func makeLanes() {
    guard let lanes = unsafe pointee.lanes else { return }
    for place in 0..<3 {
      unsafe (lanes + place).initialize(
        to: QueueCore(
          capacity: pointee.capacity, spinNanoseconds: pointee.spinNanoseconds,
          countsSpinners: false, front: self))
    }
  }

  /// Gives the lanes back; no thread may use them any more.
  func destroyLanes() {
    guard let lanes = unsafe pointee.lanes else { return }
    for place in 0..<3 { unsafe lanes[place].releaseStorage() }
    unsafe lanes.deinitialize(count: 3)
    unsafe lanes.deallocate()
  }
}
