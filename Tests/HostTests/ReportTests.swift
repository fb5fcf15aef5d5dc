import Realtime
import Telemetry
import Testing
import WorkQueues

@testable import Host

@Suite("Reports") struct ReportTests {
  @Test func ratesAreGrowthOverTime() {
    var rates = Rates()
    rates.begin(after: 0)
    #expect(rates.perSecond("items", 10) == 0)
    rates.begin(after: 0.5)
    #expect(rates.perSecond("items", 20) == 20)
    #expect(rates.growth("other", 5) == 0)
    rates.begin(after: 0.5)
    #expect(rates.perSecond("items", 20) == 0)
    #expect(rates.growth("other", 7) == 2)
  }

  @Test func ratesOfACounterThatWasSetBackAreZero() {
    var rates = Rates()
    rates.begin(after: 1)
    _ = rates.perSecond("items", 100)
    rates.begin(after: 1)
    #expect(rates.perSecond("items", 3) == 0)
  }

  @Test func peakIsHeldAndThenFallsBack() {
    var hold = PeakHold()
    hold.update(peak: 1, seconds: 0.1)
    for _ in 0..<14 { hold.update(peak: 0, seconds: 0.1) }
    #expect(hold.value == 1)
    for _ in 0..<12 { hold.update(peak: 0, seconds: 0.1) }
    #expect(hold.value < 1)
    // 20 dB a second: more than a second after it began to fall, less than a tenth is left.
    for _ in 0..<10 { hold.update(peak: 0, seconds: 0.1) }
    #expect(hold.value < 0.1)
    hold.update(peak: 0.5, seconds: 0.1)
    #expect(hold.value == 0.5)
  }

  /// However rare the frames are: one value for each thirtieth of a second.
  @Test func theHistoryKeepsToTheTime() {
    var history = LoadHistory()
    history.add(0.5, seconds: 0.033)
    #expect(history.values == [0.5])
    history.add(0.25, seconds: 0.1)
    #expect(history.values == [0.5, 0.25, 0.25, 0.25])
    history.add(0.75, seconds: 0)
    #expect(history.values.last == 0.75)
    history.add(0.125, seconds: 1e9)
    #expect(history.values.count == LoadHistory.length)
    #expect(Set(history.values) == [0.125])
  }

  @Test func peakNeverFallsBelowThePresentLevel() {
    var hold = PeakHold()
    hold.update(peak: 1, seconds: 0.1)
    for _ in 0..<100 { hold.update(peak: 0.25, seconds: 0.1) }
    #expect(hold.value == 0.25)
  }

  @Test func eventsKeepTheLastOnesInOrder() {
    let log = EventLog()
    for index in 0..<EventLog.capacity + 5 { log.add("event \(index)") }
    #expect(log.all.count == EventLog.capacity)
    #expect(log.all.first?.text == "event 5")
    #expect(log.all.last?.text == "event \(EventLog.capacity + 4)")
    let times = log.all.map(\.uptimeNanoseconds)
    #expect(times == times.sorted())
  }

  @Test func refusedPriorityIsSaidOnceWithTheCure() throws {
    let refused = SchedulingGrant(
      asked: .fifo(priority: 84), granted: .normal(nice: 0), source: .none, error: 1)
    let warning = try #require(SchedulingAdvice.warning(for: [refused, refused]))
    #expect(warning.contains("real-time priority was refused"))
    #expect(warning.contains("limits.d"))
    #expect(!warning.contains("\n"))
  }

  @Test func refusedPriorityTellsWhyTheBrokerDidNotHelp() throws {
    let refused = SchedulingGrant(
      asked: .fifo(priority: 84), granted: .normal(nice: 0), source: .none, error: 1,
      brokerRefusal: "RealtimeKit is not there")
    let granted = SchedulingGrant(
      asked: .fifo(priority: 84), granted: .roundRobin(priority: 19),
      source: .broker(name: "RealtimeKit"), error: 1)
    let warning = try #require(SchedulingAdvice.warning(for: [granted, refused]))
    #expect(warning.contains("refused to 1 of 2 threads"))
    #expect(warning.contains("; RealtimeKit is not there. Cure"))
    #expect(!warning.contains("\n"))
  }

  @Test func aBrokersPriorityNamesIt() throws {
    let timer = SchedulingGrant(
      asked: .fifo(priority: 78), granted: .roundRobin(priority: 17),
      source: .broker(name: "RealtimeKit"), error: 1)
    let audio = SchedulingGrant(
      asked: .fifo(priority: 84), granted: .roundRobin(priority: 19),
      source: .broker(name: "RealtimeKit"), error: 1)
    let warning = try #require(SchedulingAdvice.warning(for: [timer, audio]))
    #expect(warning.contains("comes from RealtimeKit"))
    #expect(warning.contains("RR 19 instead of FIFO 84"))
  }

  @Test func cutPriorityNamesBoth() throws {
    let cut = SchedulingGrant(
      asked: .fifo(priority: 84), granted: .fifo(priority: 20), source: .limit, error: 1)
    let warning = try #require(SchedulingAdvice.warning(for: [cut]))
    #expect(warning.contains("FIFO 20 instead of FIFO 84"))
  }

  @Test func timerIsAWorkerWithoutAQueue() throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let worker = WorkerStatus(platform.timer.snapshot())
    #expect(worker.name == "timer")
    #expect(worker.queue.isEmpty)
    #expect(worker.threadID == platform.timer.threadID)
    #expect(worker.policy == platform.timer.grant.granted.policyName)
    #expect(worker.priority == platform.timer.grant.granted.priority)
  }

  @Test func nothingIsSaidWhenAllIsGranted() {
    let granted = SchedulingGrant(
      asked: .fifo(priority: 84), granted: .fifo(priority: 84), source: .direct)
    let normal = SchedulingGrant(
      asked: .normal(nice: 0), granted: .normal(nice: 0), source: .direct)
    #expect(SchedulingAdvice.warning(for: [granted, normal]) == nil)
  }
}
