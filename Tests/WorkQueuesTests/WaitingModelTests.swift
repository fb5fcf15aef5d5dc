import CRealtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("WaiterCore: model", .serialized) struct WaitingModelTests {
  @Test(arguments: [UInt64(1), 2, 3])
  func agreesWithItStepByStep(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let bench = try GuestBench()
    for program in 0..<200 {
      let capacity = Int.random(in: 1...12, using: &generator)
      let queue = try bench.platform.makeQueue(
        named: "q", kind: .multithreaded(workers: 0), capacity: capacity)
      let trial = try WaitingTrial(bench, queue, capacity: capacity)
      let step = trial.firstDifference(&generator)
      #expect(step == nil, "seed \(seed), program \(program), capacity \(capacity)")
      bench.platform.close(queue)
    }
    bench.platform.shutdown()
  }
}

/// One random program, run by the waiter and by its model.
private final class WaitingTrial {
  private let bench: GuestBench
  private let queue: WorkQueue
  private let guest: GuestWorker
  private let waiter: WaitingBench
  private let descriptors: [TestDescriptor]
  private var joins: [WaitHandle]
  private var model: WaitingModel
  private var keys: [WaitingItemKey] = []

  init(_ bench: GuestBench, _ queue: WorkQueue, capacity: Int) throws {
    self.bench = bench
    self.queue = queue
    guest = queue.makeGuest(named: "guest")
    let waiter = try WaitingBench(slotCount: WaitingModel.slotCount)
    let descriptors = try (0..<4).map { _ in try TestDescriptor.event() }
    self.waiter = waiter
    self.descriptors = descriptors
    joins = try (0..<2).map { try waiter.join(descriptors[$0].number, to: queue) }
    model = WaitingModel(capacity: capacity, firstPerformed: bench.order.count)
  }

  /// The first step after which the two differ.
  func firstDifference(_ generator: inout SeededGenerator) -> Int? {
    for step in 0..<150 {
      guard agreesAfterStep(&generator),
        bench.order[model.firstPerformed...] == model.performed[...],
        waiter.waiting == model.occupied
      else { return step }
    }
    return nil
  }

  private func agreesAfterStep(_ generator: inout SeededGenerator) -> Bool {
    switch Int.random(in: 0..<16, using: &generator) {
    case 0..<5: return putPlain(&generator)
    case 5..<7: return putJoined(Int.random(in: 0..<2, using: &generator))
    case 7..<9: return cancel(&generator)
    case 9: return rejoin(Int.random(in: 0..<2, using: &generator))
    case 10..<12: signal(Int.random(in: 0..<4, using: &generator))
    case 12: drain(Int.random(in: 0..<4, using: &generator))
    case 13..<15: turn()
    default: performAll()
    }
    return true
  }

  private func items() -> (item: WorkItem, onCancel: WorkItem) {
    (bench.item(keys.count), bench.item(WaitingModel.cancellation(of: keys.count)))
  }

  private func putPlain(_ generator: inout SeededGenerator) -> Bool {
    let descriptor = (0...4).randomElement(using: &generator).flatMap { $0 < 4 ? $0 : nil }
    let (item, onCancel) = items()
    let key = try? waiter.put(
      item, on: queue, descriptor: descriptor.map { descriptors[$0].number }, onCancel: onCancel)
    if let key { keys.append(key) }
    return model.put(descriptor, join: nil) == (key != nil)
  }

  private func putJoined(_ join: Int) -> Bool {
    let (item, onCancel) = items()
    let key = joins[join].put(item, onCancel: onCancel)
    if let key { keys.append(key) }
    return model.put(join, join: join) == (key != nil)
  }

  private func cancel(_ generator: inout SeededGenerator) -> Bool {
    guard let id = keys.indices.randomElement(using: &generator) else { return true }
    return waiter.cancel(keys[id]) == model.cancel(id)
  }

  private func rejoin(_ join: Int) -> Bool {
    let old = joins[join]
    guard waiter.core.pointee.endJoin(old.source, joined: old.ticket),
      !waiter.core.pointee.endJoin(old.source, joined: old.ticket)
    else { return false }
    model.endJoin(join)
    let late = old.put(bench.item(-1))
    turn()
    guard late == nil, let new = try? waiter.join(descriptors[join].number, to: queue) else {
      return false
    }
    joins[join] = new
    return true
  }

  private func signal(_ index: Int) {
    descriptors[index].signal()
    model.isReady[index] = true
  }

  private func drain(_ index: Int) {
    descriptors[index].drain()
    model.isReady[index] = false
  }

  private func turn() {
    waiter.turn()
    model.turn()
  }

  private func performAll() {
    while guest.handle.performNext() {}
    model.performAll()
  }
}

/// The waiter as anybody would write it who need not hurry.
private struct WaitingModel {
  struct Entry {
    var id: Int
    var descriptor: Int?
    var join: Int?
    var isDue = false
    var isCancelled = false
  }

  static let slotCount = 16
  let capacity: Int
  let firstPerformed: Int
  var isReady = [false, false, false, false]
  /// In order of putting.
  var entries: [Entry] = []
  var occupied: Int { entries.count }
  var putCount = 0
  var queued: [Int] = []
  var performed: [Int] = []

  init(capacity: Int, firstPerformed: Int) {
    self.capacity = capacity
    self.firstPerformed = firstPerformed
  }

  static func cancellation(of id: Int) -> Int { 10_000 + id }

  mutating func put(_ descriptor: Int?, join: Int?) -> Bool {
    guard occupied < Self.slotCount else { return false }
    entries.append(Entry(id: putCount, descriptor: descriptor, join: join))
    putCount += 1
    return true
  }

  mutating func cancel(_ id: Int) -> Bool {
    guard let index = entries.firstIndex(where: { $0.id == id }), !entries[index].isCancelled
    else { return false }
    entries[index].isCancelled = true
    return true
  }

  /// Cancels what waits on the join; what fired before is only kept back by a full queue.
  mutating func endJoin(_ join: Int) {
    for index in entries.indices where entries[index].join == join && !isReadyNow(entries[index]) {
      entries[index].isCancelled = true
    }
  }

  private func isReadyNow(_ entry: Entry) -> Bool {
    entry.isDue || entry.descriptor.map { isReady[$0] } == true
  }

  mutating func turn() {
    for index in entries.indices where isReadyNow(entries[index]) { entries[index].isDue = true }
    var left: [Entry] = []
    for entry in entries {
      guard entry.isDue || entry.isCancelled, queued.count < capacity else {
        left.append(entry)
        continue
      }
      queued.append(entry.isCancelled ? Self.cancellation(of: entry.id) : entry.id)
    }
    entries = left
  }

  mutating func performAll() {
    performed += queued
    queued = []
  }
}
