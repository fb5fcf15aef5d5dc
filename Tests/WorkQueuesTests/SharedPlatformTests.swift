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
      shutdownStart: { log.withLock { $0.append("ending") } },
      shutdownComplete: { log.withLock { $0.append("ended") } })
    let key = platform.addObserver(observer)
    try platform.startup()
    try platform.startup()
    try platform.shutdown()
    try platform.shutdown()
    try platform.shutdown()
    #expect(log.withLock { $0 } == ["started true", "ending", "ended"])

    #expect(platform.removeObserver(key))
    #expect(!platform.removeObserver(key))
    try platform.startup()
    try platform.shutdown()
    #expect(log.withLock { $0.count } == 3)
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
