import CRealtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("TimerCore: model", .serialized) struct TimerModelTests {
  @Test(arguments: [UInt64(1), 2, 3])
  func agreesWithItStepByStep(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let bench = try GuestBench()
    for program in 0..<200 {
      let capacity = Int.random(in: 1...12, using: &generator)
      let queue = try bench.platform.makeQueue(
        named: "q", kind: .multithreaded(workers: 0), capacity: capacity)
      let model = TimerModel(capacity: capacity, firstPerformed: bench.order.count)
      let agrees = run(model, queue, on: bench, &generator)
      #expect(agrees, "seed \(seed), program \(program), capacity \(capacity)")
      bench.platform.close(queue)
    }
    bench.platform.shutdown()
  }

  private func run(
    _ start: TimerModel, _ queue: WorkQueue, on bench: GuestBench,
    _ generator: inout SeededGenerator
  ) -> Bool {
    let timer = TimerBench(slotCount: TimerModel.slotCount)
    let guest = queue.makeGuest(named: "guest")
    var model = start
    var keys: [ScheduledItemKey] = []
    for id in 0..<150 {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0..<5:
        let due = model.now + Int64.random(in: -2...8, using: &generator) * 200_000
        let interval = Int64.random(in: -6...6, using: &generator) * 100_000
        let key = timer.schedule(
          bench.item(keys.count), on: queue, due: due, interval: max(0, interval))
        guard (key != nil) == model.schedule(keys.count, due: due, interval: interval) else {
          return false
        }
        if let key { keys.append(key) }
      case 5..<7:
        guard let id = keys.indices.randomElement(using: &generator) else { continue }
        guard timer.core.pointee.cancel(keys[id]) == model.cancel(id) else { return false }
      default:
        model.turn(later: Int64.random(in: 0...900_000, using: &generator))
        timer.turn(now: model.now)
        if id.isMultiple(of: 3) {
          while guest.handle.performNext() {}
          model.performAll()
        }
      }
      guard bench.order[model.firstPerformed...] == model.performed[...],
        timer.waiting == model.occupied
      else { return false }
    }
    return true
  }
}

/// The timer as anybody would write it who need not hurry.
private struct TimerModel {
  struct Entry {
    var id: Int
    var beat: Int64
    var due: Int64
    var interval: Int64
  }

  static let slotCount = 16
  let capacity: Int
  let firstPerformed: Int
  var now: Int64 = 10_000_000
  /// In order of scheduling.
  var entries: [Entry] = []
  var occupied = 0
  var queued: [Int] = []
  var performed: [Int] = []

  init(capacity: Int, firstPerformed: Int) {
    self.capacity = capacity
    self.firstPerformed = firstPerformed
  }

  mutating func schedule(_ id: Int, due: Int64, interval: Int64) -> Bool {
    guard occupied < Self.slotCount else { return false }
    occupied += 1
    entries.append(Entry(id: id, beat: due, due: due, interval: max(0, interval)))
    return true
  }

  mutating func cancel(_ id: Int) -> Bool {
    guard let index = entries.firstIndex(where: { $0.id == id }) else { return false }
    entries.remove(at: index)
    return true
  }

  mutating func turn(later nanoseconds: Int64) {
    now += nanoseconds
    while let first = entries.indices.min(by: { entries[$0].due < entries[$1].due }),
      entries[first].due <= now
    {
      fire(first)
    }
    occupied = entries.count
  }

  private mutating func fire(_ index: Int) {
    var entry = entries[index]
    guard queued.count < capacity else {
      entries[index].due = now + 1_000_000
      return
    }
    queued.append(entry.id)
    guard entry.interval > 0 else {
      entries.remove(at: index)
      return
    }
    while entry.beat <= now { entry.beat += entry.interval }
    entry.due = entry.beat
    entries[index] = entry
  }

  mutating func performAll() {
    performed += queued
    queued = []
  }
}
