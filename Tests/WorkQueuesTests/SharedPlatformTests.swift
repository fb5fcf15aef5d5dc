import CRealtime
import Realtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

/// The counting follows the steps known of Windows' own library.
@Suite("SharedPlatform", .serialized)
struct SharedPlatformTests {
  private let platform = SharedPlatform()

  @Test func lockedButNeverStartedIsShutDown() {
    platform.lock()
    #expect(platform.lockCount == 1)
    #expect(platform.isShutDown)
    #expect(platform.current == nil)
    platform.unlock()
    #expect(platform.lockCount == 0)
  }

  @Test func onlyTheFirstStartupLocks() throws {
    try platform.startup()
    #expect(platform.lockCount == 1)
    let first = platform.current
    try platform.startup()
    #expect(platform.lockCount == 1)
    #expect(platform.current === first)
    try platform.shutdown()
    #expect(!platform.isShutDown)
    try platform.shutdown()
    #expect(platform.isShutDown)
    #expect(platform.current == nil)
    #expect(platform.lockCount == 0)
  }

  @Test func oneShutdownTooManyHasNoEffect() throws {
    try platform.shutdown()
    try platform.startup()
    #expect(!platform.isShutDown)
    try platform.shutdown()
    try platform.shutdown()
    try platform.startup()
    #expect(!platform.isShutDown)
    try platform.shutdown()
  }

  @Test func resultsLockUpToTheMostThereWere() throws {
    try platform.startup()
    platform.resultCreated()
    #expect(platform.lockCount == 2)
    platform.resultCreated()
    #expect(platform.lockCount == 3)
    platform.resultReleased()
    platform.resultReleased()
    #expect(platform.lockCount == 3)
    platform.resultCreated()
    #expect(platform.lockCount == 3)
    platform.resultReleased()
    platform.lock()
    platform.lock()
    #expect(platform.lockCount == 5)

    try platform.shutdown()
    platform.unlock()
    try platform.startup()
    // One explicit lock survives; those of results that are gone do not.
    #expect(platform.lockCount == 2)
    try platform.shutdown()
  }

  @Test func withoutLocksItIsAsIfItWereShutDown() throws {
    try platform.startup()
    platform.unlock()
    #expect(platform.isShutDown)
    #expect(platform.current == nil)
    platform.unlock()
    #expect(platform.lockCount == -1)
    platform.lock()
    #expect(platform.isShutDown)
    platform.lock()
    #expect(platform.lockCount == 1)
    #expect(platform.current != nil)
    try platform.shutdown()
  }

  @Test func aResultReleasedWhileShutDownKeepsNoLock() throws {
    try platform.startup()
    platform.resultCreated()
    #expect(platform.lockCount == 2)
    try platform.shutdown()
    platform.resultReleased()
    try platform.startup()
    #expect(platform.lockCount == 1)
    try platform.shutdown()
  }

  @Test func aResultThatOutlivesAShutdownLocksTheNextPlatform() throws {
    try platform.startup()
    platform.resultCreated()
    try platform.shutdown()
    try platform.startup()
    #expect(platform.lockCount == 2)
    platform.resultReleased()
    #expect(platform.lockCount == 2)
    try platform.shutdown()
  }

  @Test func queuedItemsRunBeforeItEnds() throws {
    try platform.startup()
    let queue = try #require(try platform.current?.queue(.standard))
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    for id in 0..<100 { try queue.put(recorder.item(id, keeping: &boxes)) }
    try platform.shutdown()
    #expect(recorder.order == Array(0..<100))
    withExtendedLifetime(boxes) {}
  }

  @Test func scheduledItemsAreDropped() throws {
    try platform.startup()
    let current = try #require(platform.current)
    let item = oneTimeItem { Issue.record("was performed") }
    let key = try current.timer.schedule(
      item, on: current.queue(.timer), delayNanoseconds: 3_600_000_000_000)
    try platform.shutdown()
    let isCancelled = current.timer.cancel(key)
    // Nobody looks at the timer any more, but it still has the item.
    #expect(isCancelled)
    #expect(throws: WorkQueueError.self) {
      try current.timer.schedule(idleItem, on: current.queue(.timer), delayNanoseconds: 0)
    }
    dropItem(item)
  }

  @Test func aWorkerCannotShutItDown() throws {
    try platform.startup()
    let queue = try #require(try platform.current?.queue(.multithreaded))
    final class Attempt: Sendable {
      let platform: SharedPlatform
      let code = Locked<WorkQueueError.Code?>(nil)
      init(_ platform: SharedPlatform) { self.platform = platform }
    }
    let attempt = Attempt(platform)
    let item = WorkItem(
      { context in
        guard let context else { return }
        Unmanaged<Attempt>.fromOpaque(context)._withUnsafeGuaranteedRef { attempt in
          do throws(WorkQueueError) {
            try attempt.platform.shutdown()
          } catch {
            attempt.code.withLock { $0 = error.code }
          }
        }
      }, context: Unmanaged.passUnretained(attempt).toOpaque())
    try queue.put(item)
    #expect(eventually { attempt.code.withLock { $0 } == .wrongThread })
    #expect(!platform.isShutDown)
    try platform.shutdown()
  }

  @Test func observersAreToldInOrder() throws {
    let log = Locked<[String]>([])
    let observer = PlatformObserver(
      initializationComplete: { [platform] in
        log.withLock { $0.append("started \(platform.current != nil)") }
      },
      shutdownStart: { [platform] in
        log.withLock { $0.append("ending \(platform.current != nil)") }
      },
      shutdownComplete: { [platform] in
        log.withLock { $0.append("ended \(platform.current != nil)") }
      })
    let key = platform.addObserver(observer)
    try platform.startup()
    try platform.startup()
    try platform.shutdown()
    try platform.shutdown()
    try platform.shutdown()
    #expect(log.withLock { $0 } == ["started true", "ending true", "ended false"])

    #expect(platform.removeObserver(key))
    #expect(!platform.removeObserver(key))
    try platform.startup()
    try platform.shutdown()
    #expect(log.withLock { $0.count } == 3)
  }

  @Test func manyObserversAreToldInTheOrderTheyCame() throws {
    let log = Locked<[Int]>([])
    for number in 0..<5 {
      _ = platform.addObserver(
        PlatformObserver(
          initializationComplete: { log.withLock { $0.append(number) } },
          shutdownComplete: { log.withLock { $0.append(10 + number) } }))
    }
    try platform.startup()
    try platform.shutdown()
    #expect(log.withLock { $0 } == [0, 1, 2, 3, 4, 10, 11, 12, 13, 14])
  }

  @Test func aStartupWaitsForTheFormerPlatformsEnd() async throws {
    let log = Locked<[String]>([])
    let (gate, isEnding) = (Locked(false), Locked(false))
    _ = platform.addObserver(
      PlatformObserver(
        initializationComplete: { log.withLock { $0.append("started") } },
        shutdownStart: {
          isEnding.withLock { $0 = true }
          while !gate.withLock({ $0 }) { _ = rt_sleep_until(rt_now_nanoseconds() + 100_000) }
        },
        shutdownComplete: { log.withLock { $0.append("ended") } }))
    try platform.startup()
    let former = platform.current
    let ending = Task.detached { [platform] in try platform.shutdown() }
    #expect(await eventually { isEnding.withLock { $0 } })
    // One too many while it ends.
    try platform.shutdown()
    let starting = Task.detached { [platform] in try platform.startup() }
    gate.withLock { $0 = true }
    try await ending.value
    try await starting.value
    #expect(log.withLock { $0 } == ["started", "ended", "started"])
    #expect(platform.current != nil)
    #expect(platform.current !== former)
    #expect(platform.lockCount == 1)
    gate.withLock { $0 = true }
    try platform.shutdown()
  }

  @Test func whatEndsCannotBeStartedFromInside() throws {
    let codes = Locked<[WorkQueueError.Code?]>([])
    let attempt: @Sendable () -> Void = { [platform] in
      do throws(WorkQueueError) {
        try platform.startup()
        codes.withLock { $0.append(nil) }
      } catch {
        codes.withLock { $0.append(error.code) }
      }
    }
    let key = platform.addObserver(
      PlatformObserver(shutdownStart: attempt, shutdownComplete: attempt))
    try platform.startup()
    // Performed while the platform closes its queues.
    let gate = Locked(false)
    let queue = try #require(try platform.current?.queue(.realTime))
    try queue.put(
      oneTimeItem {
        while !gate.withLock({ $0 }) { _ = rt_sleep_until(rt_now_nanoseconds() + 100_000) }
        attempt()
      })
    let opening = platform.addObserver(
      PlatformObserver(shutdownStart: { gate.withLock { $0 = true } }))
    try platform.shutdown()
    #expect(codes.withLock { $0 } == [.wrongThread, .wrongThread, .wrongThread])
    #expect(platform.isShutDown)
    #expect(platform.lockCount == 0)
    platform.removeObserver(key)
    platform.removeObserver(opening)
    try platform.startup()
    try platform.shutdown()
  }

  @Test func manyThreadsStartAndShutItDown() throws {
    let (starts, ends, wrong) = (Locked(0), Locked(0), Locked(0))
    _ = platform.addObserver(
      PlatformObserver(
        initializationComplete: { starts.withLock { $0 += 1 } },
        shutdownComplete: { ends.withLock { $0 += 1 } }))
    let users = try (0..<6).map { number in
      try PlatformUser(of: platform, named: "user \(number)") { platform in
        for _ in 0..<20 {
          try platform.startup()
          platform.lock()
          if platform.current == nil { wrong.withLock { $0 += 1 } }
          let item = oneTimeItem {}
          do { try platform.current?.queue(.multithreaded).put(item) } catch { dropItem(item) }
          platform.unlock()
          try platform.shutdown()
        }
      }
    }
    for user in users { user.join() }
    #expect(users.allSatisfy { $0.hasSucceeded })
    #expect(wrong.withLock { $0 } == 0)
    #expect(platform.isShutDown)
    #expect(platform.lockCount == 0)
    #expect(starts.withLock { $0 } == ends.withLock { $0 })
    #expect(starts.withLock { $0 } > 0)
  }

  @Test func aStartupThatFailsIsNotCounted() throws {
    let failing = SharedPlatform { () throws(WorkQueueError) in
      throw WorkQueueError(.noResources, "no thread for the timer")
    }
    #expect(throws: WorkQueueError.self) { try failing.startup() }
    #expect(failing.lockCount == 0)
    #expect(failing.isShutDown)
  }
}

/// A thread that uses a shared platform.
private final class PlatformUser: @unchecked Sendable {
  private let platform: SharedPlatform
  private let body: (SharedPlatform) throws -> Void
  private var thread: RealtimeThread?
  private let succeeded = Atomic<Bool>(false)

  var hasSucceeded: Bool { succeeded.load(ordering: .acquiring) }

  init(
    of platform: SharedPlatform, named name: String,
    body: @escaping @Sendable (SharedPlatform) throws -> Void
  ) throws {
    self.platform = platform
    self.body = body
    thread = try RealtimeThread(
      name: name, scheduling: .normal(nice: 0),
      body: { context in
        guard let context else { return }
        Unmanaged<PlatformUser>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.run() }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  func join() { thread?.join() }

  private func run() {
    do {
      try body(platform)
      succeeded.store(true, ordering: .releasing)
    } catch {
      Issue.record(error)
    }
  }
}
