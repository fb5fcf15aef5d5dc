import CRealtime
import Synchronization
import TestSupport
import Testing

@testable import Realtime

@Suite("SchedulingGrant", .serialized) struct SchedulingGrantTests {
  /// There is no such priority: refused to root as well.
  private let impossible = ThreadScheduling.fifo(priority: 1000)

  private final class FakeBroker: SchedulingBroker {
    let name = "Broker"
    let refusal: SchedulingRefusal?
    let asked = Mutex<[ThreadScheduling]>([])

    init(refusal: SchedulingRefusal? = nil) { self.refusal = refusal }

    func promote(
      threadID: Int32, to scheduling: ThreadScheduling
    ) throws(SchedulingRefusal) {
      asked.withLock { $0.append(scheduling) }
      if let refusal { throw refusal }
    }
  }

  @Test func aBrokerIsAskedOnlyAfterTheKernelRefused() throws {
    let broker = FakeBroker()
    try onNewThread {
      let normal = SchedulingGrant.request(
        .normal(nice: 0), threadID: rt_thread_id(), broker: broker)
      #expect(normal.source == .direct)
      #expect(normal.error == 0)
      #expect(broker.asked.withLock { $0 } == [])
      let refused = SchedulingGrant.request(impossible, threadID: rt_thread_id(), broker: broker)
      #expect(broker.asked.withLock { $0 } == [impossible])
      #expect(refused.source == .broker(name: "Broker"))
      #expect(refused.source.description == "Broker")
      #expect(refused.error != 0)
    }
  }

  @Test func aBrokersRefusalIsASentence() throws {
    let broker = FakeBroker(refusal: SchedulingRefusal("is asleep"))
    try onNewThread {
      let grant = SchedulingGrant.request(impossible, threadID: rt_thread_id(), broker: broker)
      #expect(grant.source == .none)
      #expect(grant.brokerRefusal == "Broker is asleep")
      #expect(grant.isRealtimeRefused)
    }
  }

  @Test func aThreadThatInheritedRealtimeBecomesNormalWhenAsked() throws {
    try onNewThread {
      let fifo = SchedulingGrant.request(.fifo(priority: 1), threadID: rt_thread_id())
      guard fifo.source == .direct else { return }
      let normal = SchedulingGrant.request(.normal(nice: 0), threadID: rt_thread_id())
      #expect(normal.granted == .normal(nice: 0))
      #expect(normal.source == .direct)
    }
  }

  @Test func whatIsSavedIsRestored() throws {
    try onNewThread {
      _ = SchedulingGrant.request(.normal(nice: 3), threadID: rt_thread_id())
      let saved = try #require(SavedScheduling(threadID: rt_thread_id()))
      _ = SchedulingGrant.request(.fifo(priority: 1), threadID: rt_thread_id())
      #expect(saved.restore(threadID: rt_thread_id()) == 0)
      #expect(ThreadScheduling.current(threadID: rt_thread_id()) == .normal(nice: 3))
    }
    #expect(SavedScheduling(threadID: .max) == nil)
  }
}
