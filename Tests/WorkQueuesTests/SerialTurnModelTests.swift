import CRealtime
import Realtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

/// Eight threads put items into serial queues over each other; many keep their turns, which any
/// thread gives up.
@Suite("SerialTurn: model", .serialized) struct SerialTurnModelTests {
  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6])
  func nothingRunsBetweenAnItemAndItsReply(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let model = try TurnModel(
      isPreempting: seed.isMultiple(of: 3), serials: Int.random(in: 1...6, using: &generator),
      &generator)
    let actors = try (0..<8).map {
      try TurnActor(number: $0, in: model, seed: generator.next())
    }
    for actor in actors { actor.join() }
    let accepted = actors.reduce(0) { $0 + $1.accepted.load(ordering: .acquiring) }
    #expect(
      eventually {
        model.replyToAll()
        return model.performed.load(ordering: .acquiring) == accepted
      }, "seed \(seed)")
    model.platform.shutdown()
    #expect(model.performed.load(ordering: .acquiring) == accepted, "seed \(seed)")
    #expect(model.faults.load(ordering: .acquiring) == 0, "seed \(seed)")
    #expect(model.kept.load(ordering: .acquiring) > 0, "seed \(seed)")
    let secondReplies = model.formerTurns.withLock { $0 }.map { $0.reply() }
    #expect(!secondReplies.contains(true), "seed \(seed)")
  }
}

/// The queues, and who is at them.
private final class TurnModel: Sendable {
  /// A serial queue and the places of the serial queues below it.
  struct Place {
    var queue: WorkQueue
    var below: [Int]
  }

  let platform: WorkPlatform
  let places: [Place]
  /// Of each queue the items being performed, in it and above it.
  let running = Locked<[Int]>([])
  /// The queues whose turn is kept, or whose item is being performed.
  let occupied = Locked<Set<Int>>([])
  let turns = Locked<[(place: Int, turn: SerialTurn)]>([])
  let formerTurns = Locked<[SerialTurn]>([])
  let performed = Atomic<Int>(0)
  let kept = Atomic<Int>(0)
  let faults = Atomic<Int>(0)

  init(isPreempting: Bool, serials: Int, _ generator: inout SeededGenerator) throws {
    platform = try WorkPlatform()
    let base = try platform.makeQueue(
      named: "base", kind: isPreempting ? .preempting : .multithreaded(workers: 3))
    var places: [Place] = []
    for number in 0..<serials {
      let under =
        Bool.random(using: &generator) ? places.indices.randomElement(using: &generator) : nil
      let target = under.map { places[$0].queue } ?? base
      places.append(
        Place(
          queue: try platform.makeSerialQueue(named: "\(number)", over: target, capacity: 256),
          below: under.map { places[$0].below + [$0] } ?? []))
    }
    self.places = places
    running.withLock { $0 = Array(repeating: 0, count: places.count) }
  }

  /// Notes a fault unless a condition holds.
  func check(_ isRight: Bool) {
    if !isRight { faults.wrappingAdd(1, ordering: .relaxed) }
  }

  func begin(_ place: Int) {
    let all = places[place].below + [place]
    running.withLock { running in
      for index in all {
        running[index] += 1
        check(running[index] == 1)
      }
    }
    occupied.withLock { occupied in
      check(occupied.isDisjoint(with: all))
      occupied.insert(place)
    }
  }

  func end(_ place: Int) {
    running.withLock { running in
      for index in places[place].below + [place] { running[index] -= 1 }
    }
    performed.wrappingAdd(1, ordering: .acquiringAndReleasing)
  }

  func free(_ place: Int) { occupied.withLock { _ = $0.remove(place) } }

  func keepTurn(of place: Int) {
    guard let turn = SerialTurn.hold() else { return check(false) }
    kept.wrappingAdd(1, ordering: .relaxed)
    turns.withLock { $0.append((place, turn)) }
  }

  /// Gives up the oldest turn that is kept; false when there is none.
  @discardableResult
  func reply() -> Bool {
    let next = turns.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    guard let next else { return false }
    free(next.place)
    let hasReplied = next.turn.reply()
    check(hasReplied)
    formerTurns.withLock { $0.append(next.turn) }
    return true
  }

  func replyToAll() { while reply() {} }
}

/// A thread that puts items and gives up turns.
private final class TurnActor: @unchecked Sendable {
  private let model: TurnModel
  private let seed: UInt64
  private var thread: RealtimeThread?
  let accepted = Atomic<Int>(0)

  init(number: Int, in model: TurnModel, seed: UInt64) throws {
    self.model = model
    self.seed = seed
    thread = try RealtimeThread(
      name: "actor \(number)", scheduling: .normal(nice: 0),
      body: { context in
        guard let context else { return }
        Unmanaged<TurnActor>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.act() }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  func join() { thread?.join() }

  private func act() {
    var generator = SeededGenerator(seed: seed)
    /// How many of its items each queue has performed of each priority, and what comes next.
    let expected = Locked<[[Int]]>(
      Array(repeating: [0, 0, 0], count: model.places.count))
    var puts = Array(repeating: [0, 0, 0], count: model.places.count)
    for _ in 0..<400 {
      if Int.random(in: 0..<3, using: &generator) == 0 {
        model.reply()
        continue
      }
      let place = Int.random(in: model.places.indices, using: &generator)
      let priority = WorkPriority.allCases.randomElement(using: &generator) ?? .normal
      let level = Int(priority.rawValue) + 1
      let number = puts[place][level]
      let isKeeping = Int.random(in: 0..<4, using: &generator) == 0
      let isReplying = Bool.random(using: &generator)
      let item = oneTimeItem { [model] in
        model.begin(place)
        expected.withLock { expected in
          model.check(expected[place][level] == number)
          expected[place][level] = number + 1
        }
        if isKeeping { model.keepTurn(of: place) }
        if isKeeping, isReplying { model.reply() }
        if !isKeeping { model.free(place) }
        model.end(place)
      }
      guard (try? model.places[place].queue.put(item, priority: priority)) != nil else {
        dropItem(item)
        model.reply()
        continue
      }
      puts[place][level] += 1
      accepted.wrappingAdd(1, ordering: .acquiringAndReleasing)
    }
  }
}
