import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("AsyncResult", .serialized) struct AsyncResultTests {
  private let platform = SharedPlatform()

  @Test func theCallbackGetsTheResult() throws {
    try platform.startup()
    let seen = Locked<[ObjectIdentifier]>([])
    let result = AsyncResult(
      of: "file", state: 7,
      callback: AsyncCallback { result in
        seen.withLock { $0.append(ObjectIdentifier(result)) }
      }, platform: platform)
    #expect(result.object as? String == "file")
    #expect(result.state as? Int == 7)
    try result.invoke()
    try platform.shutdown()
    #expect(seen.withLock { $0 } == [ObjectIdentifier(result)])
  }

  @Test func theStatusIsThatOfTheOperation() throws {
    let result = AsyncResult(callback: AsyncCallback { _ in }, platform: platform)
    #expect(result.status == .success)
    #expect(!result.status.isFailure)
    result.status = .cancelled
    #expect(result.status.rawValue == Int32(bitPattern: 0xC00D_36ED))
    #expect(result.status.isFailure)
    result.status = AsyncResult.Status(rawValue: 123)
    #expect(result.status.rawValue == 123)
    #expect(!result.status.isFailure)
  }

  @Test func itLocksThePlatformAsLongAsItLives() throws {
    var early: AsyncResult? = AsyncResult(callback: AsyncCallback { _ in }, platform: platform)
    #expect(platform.lockCount == 1)
    early = nil
    #expect(early == nil)
    #expect(platform.lockCount == 0)

    try platform.startup()
    var results = (0..<2).map { _ in
      AsyncResult(callback: AsyncCallback { _ in }, platform: platform)
    }
    #expect(platform.lockCount == 3)
    results = []
    #expect(results.isEmpty)
    // Kept for the next ones until the platform ends.
    #expect(platform.lockCount == 3)
    try platform.shutdown()
    #expect(platform.lockCount == 0)
  }

  @Test func itLivesUntilTheCallbackHasReturned() throws {
    try platform.startup()
    weak var result: AsyncResult?
    let (wasAlive, state) = (Locked(false), Locked(0))
    do {
      let made = AsyncResult(
        state: 7,
        callback: AsyncCallback { result in
          wasAlive.withLock { $0 = true }
          state.withLock { $0 = result.state as? Int ?? -1 }
        }, platform: platform)
      result = made
      try made.invoke()
    }
    try platform.shutdown()
    #expect(wasAlive.withLock { $0 })
    #expect(state.withLock { $0 } == 7)
    #expect(result == nil)
    #expect(platform.lockCount == 0)
  }

  @Test func itCanBeInvokedAgain() throws {
    try platform.startup()
    let count = Locked(0)
    weak var result: AsyncResult?
    do {
      let made = AsyncResult(
        callback: AsyncCallback { _ in count.withLock { $0 += 1 } }, platform: platform)
      result = made
      for _ in 0..<100 { try made.invoke() }
    }
    try platform.shutdown()
    #expect(count.withLock { $0 } == 100)
    #expect(result == nil)
  }

  @Test func theCallbackRunsOnItsQueue() throws {
    try platform.startup()
    let current = try #require(platform.current)
    let own = try current.makeQueue(named: "own", kind: .standard)
    for destination in [AsyncCallback.Destination.queue(own), .platform(.realTime)] {
      let result = AsyncResult(
        callback: AsyncCallback(on: destination) { _ in }, platform: platform)
      try result.invoke(priority: .high)
    }
    let byDefault = AsyncResult(callback: AsyncCallback { _ in }, platform: platform)
    try byDefault.invoke()
    let queues = try [own, current.queue(.realTime), current.queue(.standard)]
    try platform.shutdown()
    #expect(queues.map { $0.snapshot().performed } == [[0, 0, 1], [0, 0, 1], [0, 1, 0]])
  }

  @Test func aPutChoosesTheQueueItself() throws {
    try platform.startup()
    let own = try #require(try platform.current?.makeQueue(named: "own", kind: .standard))
    // Traits that the callback's own queue would refuse.
    let result = AsyncResult(
      callback: AsyncCallback(on: .platform(.standard), traits: .fast) { _ in },
      platform: platform)
    try result.put(on: own, priority: .low)
    try platform.shutdown()
    #expect(own.snapshot().performed == [1, 0, 0])
  }

  @Test func traitsAndQueueHaveToAgree() throws {
    try platform.startup()
    weak var result: AsyncResult?
    do {
      let made = AsyncResult(
        callback: AsyncCallback(traits: .fast) { _ in Issue.record("was called") },
        platform: platform)
      result = made
      let error = #expect(throws: WorkQueueError.self) { try made.invoke() }
      #expect(error?.code == .invalidQueue)
    }
    #expect(result == nil)
    try platform.shutdown()
  }

  @Test func aCallbackMayKeepItsTurn() throws {
    try platform.startup()
    let turn = Locked<SerialTurn?>(nil)
    let next = Locked(false)
    let first = AsyncResult(
      callback: AsyncCallback(traits: .reply) { _ in turn.withLock { $0 = SerialTurn.hold() } },
      platform: platform)
    let second = AsyncResult(
      callback: AsyncCallback { _ in next.withLock { $0 = true } }, platform: platform)
    try first.invoke()
    try second.invoke()
    #expect(eventually { turn.withLock { $0 } != nil })
    #expect(!next.withLock { $0 })
    try #require(turn.withLock { $0 }).reply()
    try platform.shutdown()
    #expect(next.withLock { $0 })
  }

  @Test func withoutAPlatformItIsRefused() throws {
    weak var result: AsyncResult?
    do {
      let made = AsyncResult(
        callback: AsyncCallback { _ in Issue.record("was called") }, platform: platform)
      result = made
      for _ in 0..<2 {
        let error = #expect(throws: WorkQueueError.self) { try made.invoke() }
        #expect(error?.code == .closed)
        try platform.startup()
        try platform.shutdown()
      }
      try platform.startup()
      let closed = try #require(try platform.current?.makeQueue(named: "q", kind: .standard))
      closed.close()
      let error = #expect(throws: WorkQueueError.self) { try made.put(on: closed) }
      #expect(error?.code == .closed)
      try platform.shutdown()
    }
    #expect(result == nil)
    #expect(platform.lockCount == 0)
  }

  @Test func blockingCallbacksAreBalancedToo() throws {
    try platform.startup()
    let count = Locked(0)
    weak var result: AsyncResult?
    do {
      let made = AsyncResult(
        callback: AsyncCallback(on: .platform(.multithreaded), traits: .blocking) { _ in
          count.withLock { $0 += 1 }
        }, platform: platform)
      result = made
      for _ in 0..<50 { try made.invoke() }
    }
    try platform.shutdown()
    #expect(count.withLock { $0 } == 50)
    #expect(result == nil)
  }
}
