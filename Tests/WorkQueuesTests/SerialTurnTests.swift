import TestSupport
import Testing

@testable import WorkQueues

@Suite("SerialTurn", .serialized) struct SerialTurnTests {
  /// Turns that items have kept, and what they and other items have noted.
  private final class Notes: Sendable {
    let turns = Locked<[SerialTurn]>([])
    let log = Locked<[String]>([])
    let replies = Locked<[Bool]>([])

    func note(_ word: String) { log.withLock { $0.append(word) } }
    var words: [String] { log.withLock { $0 } }
    var turn: SerialTurn? { turns.withLock { $0.first } }

    func noting(_ word: String) -> WorkItem { oneTimeItem { self.note(word) } }

    func keeping(_ word: String) -> WorkItem {
      oneTimeItem {
        self.note(word)
        guard let turn = SerialTurn.hold() else { return }
        self.turns.withLock { $0.append(turn) }
      }
    }
  }

  private let notes = Notes()

  @Test func theQueueGoesOnWithTheReply() throws {
    let platform = try WorkPlatform()
    let threads = try platform.makeQueue(named: "mt", kind: .multithreaded(workers: 3))
    let serial = try platform.makeSerialQueue(named: "s", over: threads)
    try serial.put(notes.keeping("kept"))
    for word in ["1", "2", "3"] { try serial.put(notes.noting(word)) }
    try serial.put(notes.noting("urgent"), priority: .high)
    #expect(eventually { notes.turn != nil })
    try settle(threads)
    #expect(notes.words == ["kept"])
    let isFirst = try #require(notes.turn).reply()
    #expect(isFirst)
    platform.shutdown()
    #expect(notes.words == ["kept", "urgent", "1", "2", "3"])
  }

  @Test func aPutWhileTheTurnIsKeptIsNotLost() throws {
    let platform = try WorkPlatform()
    let threads = try platform.makeQueue(named: "mt", kind: .multithreaded(workers: 2))
    let serial = try platform.makeSerialQueue(named: "s", over: threads)
    try serial.put(notes.keeping("kept"))
    #expect(eventually { notes.turn != nil })
    try settle(threads)
    try serial.put(notes.noting("later"), priority: .low)
    try settle(threads)
    #expect(notes.words == ["kept"])
    try #require(notes.turn).reply()
    #expect(eventually { notes.words == ["kept", "later"] })
    platform.shutdown()
  }

  @Test func anItemMayReplyItself() throws {
    let platform = try WorkPlatform()
    let threads = try platform.makeQueue(named: "mt", kind: .multithreaded(workers: 2))
    let serial = try platform.makeSerialQueue(named: "s", over: threads)
    try serial.put(
      oneTimeItem { [notes] in
        guard let turn = SerialTurn.hold() else { return }
        notes.replies.withLock { $0 += [turn.reply(), turn.reply()] }
        notes.note("kept")
      })
    try serial.put(notes.noting("next"))
    platform.shutdown()
    #expect(notes.words == ["kept", "next"])
    #expect(notes.replies.withLock { $0 } == [true, false])
  }

  @Test func aTurnCanBeKeptAgainAfterTheReply() throws {
    let platform = try WorkPlatform()
    let threads = try platform.makeQueue(named: "mt", kind: .multithreaded(workers: 2))
    let serial = try platform.makeSerialQueue(named: "s", over: threads)
    try serial.put(
      oneTimeItem { [notes] in
        guard let first = SerialTurn.hold() else { return }
        notes.replies.withLock { $0.append(first.reply()) }
        guard let second = SerialTurn.hold() else { return }
        notes.replies.withLock { $0.append(first.reply()) }
        notes.turns.withLock { $0.append(second) }
      })
    try serial.put(notes.noting("next"))
    #expect(eventually { notes.turn != nil })
    try settle(threads)
    #expect(notes.words == [])
    let hasReplied = try #require(notes.turn).reply()
    #expect(hasReplied)
    platform.shutdown()
    #expect(notes.words == ["next"])
    #expect(notes.replies.withLock { $0 } == [true, false])
  }

  @Test func twoHoldsAreOneTurn() throws {
    let platform = try WorkPlatform()
    let threads = try platform.makeQueue(named: "mt", kind: .multithreaded(workers: 2))
    let serial = try platform.makeSerialQueue(named: "s", over: threads)
    try serial.put(
      oneTimeItem { [notes] in
        for _ in 0..<2 {
          if let turn = SerialTurn.hold() { notes.turns.withLock { $0.append(turn) } }
        }
      })
    #expect(eventually { notes.turns.withLock { $0.count } == 2 })
    let replies = notes.turns.withLock { $0 }.map { $0.reply() }
    #expect(replies == [true, false])
    platform.shutdown()
  }

  @Test func aReplyAfterTheQueueIsGoneHasNoEffect() throws {
    let platform = try WorkPlatform()
    let threads = try platform.makeQueue(named: "mt", kind: .multithreaded(workers: 2))
    for round in 0..<3 {
      let serial = try platform.makeSerialQueue(named: "s", over: threads)
      try serial.put(notes.keeping("kept"))
      #expect(eventually { notes.turns.withLock { $0.count } == round + 1 })
      let newest = try #require(notes.turns.withLock { $0.last })
      // The turns of former queues, whose slot this one may have.
      let former = notes.turns.withLock { $0.dropLast() }.map { $0.reply() }
      #expect(former == Array(repeating: false, count: round))
      let isFirst = newest.reply()
      #expect(isFirst)
      platform.close(serial)
    }
    platform.shutdown()
    let replies = notes.turns.withLock { $0 }.map { $0.reply() }
    #expect(replies == [false, false, false])
  }

  @Test func otherItemsHaveNoTurnToKeep() throws {
    #expect(SerialTurn.hold() == nil)
    let platform = try WorkPlatform()
    for kind in [WorkQueue.Kind.standard, .multithreaded(workers: 2), .preempting] {
      let queue = try platform.makeQueue(named: "q", kind: kind)
      try queue.put(notes.keeping("ran"))
    }
    platform.shutdown()
    #expect(notes.words == ["ran", "ran", "ran"])
    #expect(notes.turn == nil)
  }

  @Test func anItemThatASerialItemPerformsKeepsNoTurn() throws {
    let platform = try WorkPlatform()
    let threads = try platform.makeQueue(named: "mt", kind: .multithreaded(workers: 1))
    let serial = try platform.makeSerialQueue(named: "s", over: threads)
    let nested = notes.keeping("nested")
    let handle = threads.handle
    try serial.put(
      oneTimeItem { [notes] in
        guard handle.put(nested) == .accepted else { return }
        if WorkerHandle.current?.performNext() != true { notes.note("nothing to perform") }
        notes.note(SerialTurn.hold()?.reply() == true ? "own turn" : "no turn")
      })
    platform.shutdown()
    #expect(notes.words == ["nested", "own turn"])
    #expect(notes.turn == nil)
  }

  /// Has the workers look for work many times before it returns.
  private func settle(_ threads: WorkQueue) throws {
    let count = Locked(0)
    for round in 1...20 {
      try threads.put(oneTimeItem { count.withLock { $0 += 1 } }, priority: .low)
      #expect(eventually { count.withLock { $0 } == round })
    }
  }
}
