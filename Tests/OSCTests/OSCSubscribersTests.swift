import Control
import TestSupport
import Testing

@testable import OSC

@Suite("Subscribers by OSC") struct OSCSubscribersTests {
  private let a = UDPAddress.loopback(port: 1)
  private let b = UDPAddress.loopback(port: 2)

  // The macro takes no call that changes a value.
  private func add(
    _ wanted: Subscription, for source: UDPAddress, to subscribers: inout OSCSubscribers
  ) -> Bool { subscribers.add(wanted, for: source) }

  private func told(_ topic: ControlTopic, of subscribers: inout OSCSubscribers) -> Set<UDPAddress>
  {
    Set(subscribers.wanting(topic))
  }

  @Test func tellsThoseWhoAskedAndTheTarget() {
    var subscribers = OSCSubscribers(target: b)
    #expect(subscribers.topics == Set(ControlTopic.allCases))
    #expect(add(Subscription([.levels]), for: a, to: &subscribers))
    #expect(told(.levels, of: &subscribers) == [a, b])
    #expect(told(.events, of: &subscribers) == [b])
    // The target is told once, whether it asks or not.
    #expect(add(Subscription([.levels]), for: b, to: &subscribers))
    let levels = subscribers.wanting(.levels)
    #expect(levels.count == 2)
  }

  @Test func forgetsWhoIsSilent() {
    let now = Locked(0)
    var subscribers = OSCSubscribers(target: nil) { now.withLock { $0 } }
    for source in [a, b] { #expect(add(Subscription([.events]), for: source, to: &subscribers)) }
    now.withLock { $0 = 50 }
    subscribers.hear(b)
    now.withLock { $0 = 60 }
    subscribers.dropSilent()
    #expect(told(.events, of: &subscribers) == [a, b])
    now.withLock { $0 = 61 }
    subscribers.dropSilent()
    #expect(told(.events, of: &subscribers) == [b])
    now.withLock { $0 = 111 }
    subscribers.dropSilent()
    #expect(subscribers.topics.isEmpty)
  }

  @Test func serves64AndAKnownOneMore() {
    var subscribers = OSCSubscribers(target: nil)
    for port in 1...UInt16(OSCSubscribers.limit) {
      #expect(add(Subscription([.events]), for: .loopback(port: port), to: &subscribers))
    }
    #expect(!add(Subscription([.events]), for: .loopback(port: 999), to: &subscribers))
    #expect(add(Subscription([.levels]), for: .loopback(port: 7), to: &subscribers))
    subscribers.remove([.events, .levels], of: .loopback(port: 7))
    #expect(add(Subscription([.events]), for: .loopback(port: 999), to: &subscribers))
  }

  @Test func thinsOut() {
    var subscribers = OSCSubscribers(target: nil)
    #expect(add(Subscription([.levels, .events], every: 3), for: a, to: &subscribers))
    let levels = (0..<7).map { _ in subscribers.wanting(.levels).count }
    #expect(levels == [1, 0, 0, 1, 0, 0, 1])
    let events = (0..<2).map { _ in subscribers.wanting(.events).count }
    #expect(events == [1, 1])
  }
}
