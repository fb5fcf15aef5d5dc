import CRealtime
import Foundation
import Realtime
import Synchronization
import TestSupport
import Testing

@testable import RealtimeKit

@Suite(
  "RealtimeKitBroker", .serialized,
  .enabled(
    if: PrivateBus.isInstalled && getuid() == 0,
    "needs dbus-daemon, and rights for the service to give away"))
struct RealtimeKitBrokerTests {
  private let bus: PrivateBus
  private let limits = CPUTimeLimits()

  init() throws { bus = try PrivateBus() }

  private func broker(
    patienceNanoseconds: Int64 = RealtimeKitBroker.patienceNanoseconds,
    now: @escaping @Sendable () -> Int64 = { 0 }
  ) -> RealtimeKitBroker {
    RealtimeKitBroker(address: bus.address, patienceNanoseconds: patienceNanoseconds, now: now)
  }

  private func service(
    _ change: (inout FakeRealtimeKit.Settings) -> Void = { _ in }
  ) throws -> FakeRealtimeKit {
    var settings = FakeRealtimeKit.Settings()
    change(&settings)
    return try FakeRealtimeKit(on: bus, settings)
  }

  /// Why the broker gave nothing to a thread; nil when it gave something.
  private func refusal(
    _ broker: RealtimeKitBroker, _ asked: ThreadScheduling = .fifo(priority: 84)
  ) throws -> String? {
    let thread = try SleepingThread()
    defer { thread.end() }
    do {
      try broker.promote(threadID: thread.threadID, to: asked)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func givesWhatTheServiceGrants() throws {
    let service = try service()
    defer { service.stop() }
    let thread = try SleepingThread()
    defer { thread.end() }
    try broker().promote(threadID: thread.threadID, to: .fifo(priority: 84))
    #expect(
      service.requests == [
        FakeRealtimeKit.Request(
          method: "MakeThreadRealtimeWithPID", processID: UInt64(getpid()),
          threadID: UInt64(thread.threadID), value: 19)
      ])
    #expect(ThreadScheduling.current(threadID: thread.threadID) == .roundRobin(priority: 19))
  }

  @Test func limitsTheCPUTimeBeforeItAsks() throws {
    let service = try service { $0.cpuTimeMicroseconds = 100_000 }
    defer { service.stop() }
    let broker = broker()
    let before = CPUTimeLimits.current
    _ = try broker.limits()
    // To look is not to use.
    #expect(CPUTimeLimits.current == before)
    #expect(try refusal(broker) == nil)
    #expect(CPUTimeLimits.current == CPUTimeLimits.Pair(soft: 80_000, hard: 100_000))
  }

  @Test func tellsItsLimits() throws {
    let service = try service { $0.minimumNice = -11 }
    defer { service.stop() }
    let limits = try broker().limits()
    #expect(
      limits
        == RealtimeKitLimits(
          maximumPriority: 20, cpuTimeMicroseconds: 200_000, minimumNice: -11))
  }

  @Test func asksForNoMoreThanTheMaximum() throws {
    let service = try service { $0.maximumPriority = 7 }
    defer { service.stop() }
    #expect(try refusal(broker()) == nil)
    #expect(service.requests.map(\.value) == [7])
  }

  @Test func lowClassesAskForANiceValue() throws {
    let service = try service { $0.minimumNice = -5 }
    defer { service.stop() }
    let thread = try SleepingThread()
    defer { thread.end() }
    try broker().promote(threadID: thread.threadID, to: .normal(nice: -7))
    #expect(service.requests.map(\.method) == ["MakeThreadHighPriority"])
    #expect(ThreadScheduling.current(threadID: thread.threadID) == .normal(nice: -5))
  }

  @Test func oldServicesAreAskedWithoutTheProcess() throws {
    let service = try service { $0.knowsProcesses = false }
    defer { service.stop() }
    #expect(try refusal(broker()) == nil)
    #expect(service.requests.map(\.method) == ["MakeThreadRealtime"])
  }

  @Test func neverMakesMoreThanTwentyFiveRequestsInTwentySeconds() throws {
    let service = try service { $0.requestLimit = 1000 }
    defer { service.stop() }
    let broker = broker()
    let refusals = try (0..<27).compactMap { _ in try refusal(broker) }
    #expect(refusals.count == 2)
    #expect(refusals.allSatisfy { $0.contains("25 threads a user") })
    #expect(service.requests.count == 25)
  }

  @Test func aBusyServiceIsAskedAgainLater() throws {
    let service = try service { $0.requestLimit = 2 }
    defer { service.stop() }
    let time = Time()
    let broker = broker(now: { time.value.load(ordering: .relaxed) })
    let refusals = try (0..<4).map { _ in try refusal(broker) }
    #expect(refusals.map { $0 == nil } == [true, true, false, false])
    #expect(service.requests.count == 3)
    service.change { $0.requestLimit = 10 }
    time.value.store(RequestWindow.windowNanoseconds, ordering: .relaxed)
    #expect(try refusal(broker) == nil)
  }

  @Test func aRefusalIsRemembered() throws {
    let service = try service { $0.behaviour = .denies }
    defer { service.stop() }
    let broker = broker()
    #expect(try refusal(broker)?.contains("does not allow it") == true)
    service.change { $0.behaviour = .grants }
    #expect(try refusal(broker)?.contains("does not allow it") == true)
    #expect(service.requests.count == 1)
  }

  @Test func aServiceThatNeverAnswersIsAskedOnce() throws {
    let service = try service { $0.behaviour = .isSilent }
    defer { service.stop() }
    let broker = broker(patienceNanoseconds: 300_000_000)
    #expect(try refusal(broker) == "did not answer")
    #expect(try refusal(broker) == "did not answer")
    #expect(service.requests.count == 1)
  }

  @Test func aServiceThatDoesNotTellItsLimitsIsNotUsed() throws {
    let service = try service { $0.tellsLimits = false }
    defer { service.stop() }
    #expect(try refusal(broker(patienceNanoseconds: 200_000_000)) == "did not answer")
    #expect(service.requests.isEmpty)
  }

  @Test func limitsThatMakeNoSenseAreNotUsed() throws {
    let service = try service { $0.maximumPriority = 0 }
    defer { service.stop() }
    #expect(try refusal(broker())?.contains("makes no sense") == true)
    #expect(service.requests.isEmpty)
  }

  @Test func aServiceThatIsNotThereIsRemembered() throws {
    let broker = broker()
    #expect(try refusal(broker) == "is not there")
    let service = try service()
    defer { service.stop() }
    #expect(try refusal(broker) == "is not there")
  }

  @Test func aServiceThatGoesAwayIsRemembered() throws {
    let service = try service()
    let broker = broker()
    #expect(try refusal(broker) == nil)
    service.stop()
    #expect(try refusal(broker) == "is not there")
    #expect(try refusal(broker) == "is not there")
  }

  @Test func aBusThatGoesAwayIsRemembered() throws {
    let service = try service()
    defer { service.stop() }
    let broker = broker()
    #expect(try refusal(broker) == nil)
    bus.stop()
    #expect(try refusal(broker) == "cannot be asked: the system bus has gone")
  }

  @Test func aBusThatIsNotThereIsRefusedAtOnce() throws {
    let broker = RealtimeKitBroker(address: "unix:path=/nonexistent/bus")
    #expect(try refusal(broker) == "cannot be asked: there is no system bus")
  }

  @Test func aBusThatSaysNothingIsGivenUp() throws {
    let listener = try MuteSocket()
    let broker = RealtimeKitBroker(
      address: "unix:path=\(listener.path)", patienceNanoseconds: 200_000_000)
    #expect(try refusal(broker) == "did not answer")
    #expect(try refusal(broker) == "did not answer")
  }

  @Test func theGrantNamesIt() throws {
    let service = try service()
    defer { service.stop() }
    let thread = try SleepingThread()
    defer { thread.end() }
    // There is no such priority: refused to root as well.
    let grant = SchedulingGrant.request(
      .fifo(priority: 1000), threadID: thread.threadID, broker: broker())
    #expect(grant.source == .broker(name: "RealtimeKit"))
    #expect(grant.granted == .roundRobin(priority: 20))
    #expect(grant.brokerRefusal == nil)
  }

  @Test func theGrantSaysWhyItGaveNothing() throws {
    let thread = try SleepingThread()
    defer { thread.end() }
    let grant = SchedulingGrant.request(
      .fifo(priority: 1000), threadID: thread.threadID, broker: broker())
    #expect(grant.source == .none)
    #expect(grant.isRealtimeRefused)
    #expect(grant.brokerRefusal == "RealtimeKit is not there")
  }

  private final class Time: Sendable { let value = Atomic<Int64>(0) }
}
