import TestSupport
import Testing

@testable import WorkQueues

@Suite("SerialTurn: chains and closing", .serialized) struct SerialTurnChainTests {
  /// A serial queue over another, over two threads; and the turn an item has kept.
  private final class Chain: Sendable {
    let platform: WorkPlatform
    let threads: WorkQueue
    let outer: WorkQueue
    let inner: WorkQueue
    let log = Locked<[String]>([])
    let turn = Locked<SerialTurn?>(nil)

    init(kind: WorkQueue.Kind = .multithreaded(workers: 2)) throws {
      platform = try WorkPlatform()
      threads = try platform.makeQueue(named: "mt", kind: kind)
      outer = try platform.makeSerialQueue(named: "outer", over: threads)
      inner = try platform.makeSerialQueue(named: "inner", over: outer)
    }

    var words: [String] { log.withLock { $0 } }

    func note(_ word: String, on queue: WorkQueue, priority: WorkPriority = .normal) throws {
      try queue.put(oneTimeItem { self.log.withLock { $0.append(word) } }, priority: priority)
    }

    func keepTurn(of queue: WorkQueue) throws {
      try queue.put(oneTimeItem { self.turn.withLock { $0 = SerialTurn.hold() } })
      #expect(eventually { self.turn.withLock { $0 } != nil })
    }

    @discardableResult
    func reply() throws -> Bool { try #require(turn.withLock { $0 }).reply() }
  }

  @Test(arguments: [WorkQueue.Kind.multithreaded(workers: 2), .preempting, .standard])
  func theQueueBelowGoesOn(kind: WorkQueue.Kind) throws {
    let chain = try Chain(kind: kind)
    try chain.keepTurn(of: chain.inner)
    for priority in WorkPriority.allCases {
      try chain.note("inner", on: chain.inner, priority: priority)
      try chain.note("outer", on: chain.outer, priority: priority)
    }
    #expect(eventually { chain.words.count == 3 })
    #expect(chain.words == ["outer", "outer", "outer"])
    try chain.reply()
    chain.platform.shutdown()
    #expect(chain.words.dropFirst(3) == ["inner", "inner", "inner"])
  }

  @Test(arguments: [WorkQueue.Kind.multithreaded(workers: 2), .preempting, .standard])
  func theQueueAboveWaits(kind: WorkQueue.Kind) throws {
    let chain = try Chain(kind: kind)
    try chain.keepTurn(of: chain.outer)
    for priority in WorkPriority.allCases {
      try chain.note("inner", on: chain.inner, priority: priority)
    }
    for round in 1...20 {
      try chain.note("below", on: chain.threads, priority: .low)
      #expect(eventually { chain.words.count == round })
    }
    #expect(!chain.words.contains("inner"))
    try chain.reply()
    chain.platform.shutdown()
    #expect(chain.words.dropFirst(20) == ["inner", "inner", "inner"])
  }

  @Test func closingWaitsForTheReply() async throws {
    let chain = try Chain()
    try chain.keepTurn(of: chain.inner)
    try chain.note("inner", on: chain.inner)
    let closing = Task.detached {
      chain.inner.close()
      chain.log.withLock { $0.append("closed") }
    }
    #expect(await eventually { chain.inner.handle.put(idleItem) == .closed })
    for round in 1...20 {
      try chain.note("below", on: chain.threads)
      #expect(await eventually { chain.words.count == round })
    }
    #expect(!chain.words.contains("closed"))
    let hasReplied = try chain.reply()
    #expect(hasReplied)
    await closing.value
    #expect(chain.words.dropFirst(20) == ["inner", "closed"])
    chain.platform.shutdown()
  }

  @Test func shuttingDownWaitsForTheReply() async throws {
    let chain = try Chain()
    try chain.keepTurn(of: chain.outer)
    try chain.note("inner", on: chain.inner)
    try chain.note("outer", on: chain.outer)
    let ending = Task.detached {
      chain.platform.shutdown()
      chain.log.withLock { $0.append("ended") }
    }
    #expect(await eventually { chain.inner.handle.put(idleItem) == .closed })
    #expect(chain.words == [])
    try chain.reply()
    await ending.value
    #expect(chain.words.last == "ended")
    #expect(chain.words.dropLast().sorted() == ["inner", "outer"])
  }

  @Test func closingPerformsTheRestWithoutThreads() async throws {
    let bench = try GuestBench()
    let serial = try bench.platform.makeSerialQueue(named: "s", over: bench.queue)
    let turn = Locked<SerialTurn?>(nil)
    try serial.put(oneTimeItem { turn.withLock { $0 = SerialTurn.hold() } })
    for id in 0..<3 { try serial.put(bench.item(id)) }
    let closing = Task.detached { serial.close() }
    #expect(await eventually { turn.withLock { $0 } != nil })
    #expect(bench.order == [])
    try #require(turn.withLock { $0 }).reply()
    await closing.value
    #expect(bench.order == [0, 1, 2])
    bench.platform.shutdown()
  }
}
