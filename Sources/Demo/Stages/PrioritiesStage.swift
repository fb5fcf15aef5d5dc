import Host
import Realtime
import Synchronization
import WorkQueues

/// A queue with one worker that is filled to the brim again and again, while the worker is held.
final class PrioritiesStage: DemoStage, @unchecked Sendable {
  // Unchecked: what changes is the conductor's, until that has ended.

  private enum Phase {
    case idle
    /// The worker is on its way to the gate.
    case closing
    /// It is held there, for so many periods so far.
    case full(periods: Int)
    case draining
  }

  private let bench: DemoBench
  private let queue: WorkQueue
  private let gate = Gate()
  private let order: PerformedOrder
  private let tasks: [WorkPriority: ControlTask]
  private var phase = Phase.idle
  private var put = 0
  private var rounds = 0
  private let shown = Mutex(Shown())

  /// What the figures are made of, beside the queue's own counters.
  private struct Shown {
    var put = 0
    var rounds = 0
  }

  private static let capacity = 96
  private static let itemNanoseconds: Int64 = 100_000
  /// Periods for which the full queue can be looked at.
  private static let heldPeriods = 6

  init(_ machine: DemoMachine) throws(HostError) {
    bench = try DemoBench(machine)
    queue = try bench.makeQueue("full", workers: 1, capacity: Self.capacity)
    let order = PerformedOrder()
    self.order = order
    tasks = Dictionary(
      uniqueKeysWithValues: WorkPriority.allCases.map { priority in
        let task = ControlTask {
          order.note(priority)
          Burning.processor(nanoseconds: Self.itemNanoseconds)
        }
        return (priority, task)
      })
  }

  func start() throws(HostError) { try bench.start { [unowned self] in goOn() } }

  func stop() {
    bench.silence()
    gate.open()
    bench.stop()
    endRound()
  }

  private func goOn() {
    switch phase {
    case .idle:
      gate.close()
      if accept(gate.task, .high) { phase = .closing }
    case .closing:
      guard gate.isOccupied else { return }
      fill()
      phase = .full(periods: 0)
    case .full(let periods) where periods < Self.heldPeriods:
      phase = .full(periods: periods + 1)
    case .full:
      gate.open()
      phase = .draining
    case .draining:
      guard queue.snapshot().performedItems == put else { return }
      endRound()
      phase = .idle
    }
  }

  /// Puts the least urgent first, in turns, until there is no room.
  private func fill() {
    while true {
      for priority in WorkPriority.allCases {
        guard let task = tasks[priority], accept(task, priority) else { return }
      }
    }
  }

  private func accept(_ task: ControlTask, _ priority: WorkPriority) -> Bool {
    guard (try? queue.put(task.item, priority: priority)) != nil else { return false }
    put += 1
    shown.withLock { $0.put = put }
    return true
  }

  private func endRound() {
    guard order.endRound() else { return }
    rounds += 1
    shown.withLock { $0.rounds = rounds }
  }

  var reading: QueueReading { bench.reading(of: [queue]) }

  var figures: [DemoFigure] {
    let snapshot = queue.snapshot()
    let shown = shown.withLock { $0 }
    return [
      .count("overtaken", "overtook a more urgent one", order.overtaken),
      .count("rounds", "times the queue was full", shown.rounds),
      .count("capacity", "items that fit", queue.capacity),
      .count("refused", "refused, for it was full", snapshot.refused),
      .count("itemsPut", "items put", shown.put),
      .count("highPerformed", "performed at 1", snapshot.performed[2]),
      .count("normalPerformed", "performed at 0", snapshot.performed[1]),
      .count("lowPerformed", "performed at -1", snapshot.performed[0]),
    ]
  }
}

/// Holds a worker in an item until it is let go.
private final class Gate: Sendable {
  private final class State: Sendable {
    let isOpen = Atomic<Bool>(true)
    let isOccupied = Atomic<Bool>(false)
  }

  private let state: State
  let task: ControlTask

  init() {
    let state = State()
    self.state = state
    task = ControlTask {
      state.isOccupied.store(true, ordering: .releasing)
      while !state.isOpen.load(ordering: .acquiring) { Pause.short() }
      state.isOccupied.store(false, ordering: .releasing)
    }
  }

  var isOccupied: Bool { state.isOccupied.load(ordering: .acquiring) }
  func close() { state.isOpen.store(false, ordering: .releasing) }
  func open() { state.isOpen.store(true, ordering: .releasing) }
}

/// In which order a round's items were performed.
private final class PerformedOrder: Sendable {
  private struct State {
    var round: [WorkPriority] = []
    var overtaken = 0
  }

  private let state = Mutex(State())

  func note(_ priority: WorkPriority) { state.withLock { $0.round.append(priority) } }

  /// Counts each item of the round that came before a more urgent one; false for an empty round.
  func endRound() -> Bool {
    state.withLock { state in
      defer { state.round = [] }
      var highestBehind = WorkPriority.low.rawValue
      for priority in state.round.reversed() {
        if priority.rawValue < highestBehind { state.overtaken += 1 }
        highestBehind = max(highestBehind, priority.rawValue)
      }
      return !state.round.isEmpty
    }
  }

  var overtaken: Int { state.withLock { $0.overtaken } }
}
