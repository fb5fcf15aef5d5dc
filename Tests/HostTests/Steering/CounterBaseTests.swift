import Telemetry
import Testing

@testable import Host

@Suite("CounterBase") struct CounterBaseTests {
  private func frame(xruns: UInt64, misses: UInt64) -> TelemetryFrame {
    var frame = TelemetryFrame()
    frame.driver.xruns = xruns
    frame.driver.periodsRun = 1_000
    var queue = QueueStatus()
    queue.name = "audio"
    queue.missedDeadlines = misses
    frame.queues = [queue]
    return frame
  }

  @Test func countsFromTheLastReset() {
    var base = CounterBase()
    for (xruns, misses) in [(3, 5), (4, 9)] as [(UInt64, UInt64)] {
      var shown = frame(xruns: xruns, misses: misses)
      base.apply(to: &shown)
      base.advance(by: shown)
    }
    var now = frame(xruns: 6, misses: 10)
    base.apply(to: &now)
    #expect(now.driver.xruns == 2 && now.missedDeadlines == 1)
    #expect(now.driver.periodsRun == 1_000)
  }

  @Test func aDriverThatCountsForItselfIsNotBelowZero() {
    var base = CounterBase()
    base.advance(by: frame(xruns: 7, misses: 7))
    var other = frame(xruns: 2, misses: 3)
    base.apply(to: &other)
    #expect(other.driver.xruns == 0 && other.missedDeadlines == 0)
  }
}
