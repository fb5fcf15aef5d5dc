import CRealtime
import Synchronization
import TestSupport
import Testing

@testable import Realtime

@Suite("RealtimeThread", .serialized) struct RealtimeThreadTests {
  private final class Body: Sendable {
    let threadID = Atomic<Int32>(0)
    let isDone = Atomic<Bool>(false)

    static let run: rt_work = { context in
      guard let context else { return }
      Unmanaged<Body>.fromOpaque(context)._withUnsafeGuaranteedRef { body in
        body.threadID.store(rt_thread_id(), ordering: .relaxed)
        while !body.isDone.load(ordering: .acquiring) {
          _ = rt_sleep_until(rt_now_nanoseconds() + 1_000_000)
        }
      }
    }
  }

  private func thread(_ scheduling: ThreadScheduling, _ body: Body) throws -> RealtimeThread {
    try RealtimeThread(
      name: "a name of more than fifteen bytes", scheduling: scheduling, body: Body.run,
      context: Unmanaged.passUnretained(body).toOpaque())
  }

  @Test func tellsWhatItReallyGot() throws {
    let body = Body()
    let thread = try thread(.fifo(priority: 42), body)
    let current = ThreadScheduling.current(threadID: thread.threadID)
    #expect(thread.grant.asked == .fifo(priority: 42))
    #expect(current == thread.grant.granted)
    #expect(thread.grant.isRealtimeRefused == (thread.grant.granted.priority == 0))
    body.isDone.store(true, ordering: .releasing)
    thread.join()
    thread.join()
    #expect(body.threadID.load(ordering: .relaxed) == thread.threadID)
  }

  @Test func goesOnAtNormalPriorityWhenRefused() throws {
    let body = Body()
    // There is no such priority: refused to root as well.
    let thread = try thread(.fifo(priority: 1000), body)
    #expect(thread.grant.isRealtimeRefused)
    #expect(thread.grant.granted == .normal(nice: 0))
    #expect(thread.grant.error != 0)
    body.isDone.store(true, ordering: .releasing)
    thread.join()
  }

  @Test func aThreadThatHasEndedHasNoScheduling() throws {
    let body = Body()
    let thread = try thread(.normal(nice: 0), body)
    body.isDone.store(true, ordering: .releasing)
    thread.join()
    #expect(ThreadScheduling.current(threadID: thread.threadID) == nil)
  }

  /// Whoever starts it may be a real-time thread itself.
  @Test func doesNotInheritItsPriority() throws {
    let child = Child()
    let parent = try RealtimeThread(
      name: "parent", scheduling: .fifo(priority: 7),
      body: { context in
        guard let context else { return }
        Unmanaged<Child>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.start() }
      }, context: Unmanaged.passUnretained(child).toOpaque())
    parent.join()
    #expect(child.granted.withLock { $0 } == .normal(nice: 0))
  }

  private final class Child: Sendable {
    let granted = Locked<ThreadScheduling?>(nil)

    func start() {
      let thread = try? RealtimeThread(
        name: "child", scheduling: .normal(nice: 0), body: { _ in }, context: nil)
      granted.withLock { $0 = thread?.grant.granted }
      thread?.join()
    }
  }
}
