import Testing

@testable import WorkQueues

@Suite("TimerLead")
struct TimerLeadTests {
  @Test func followsHowLateTheThreadWakesUp() {
    var lead = TimerLead()
    for _ in 0..<200 { lead.wokeUp(late: 8_000) }
    #expect(abs(lead.latenessNanoseconds - 8_000) < 100)
    #expect(abs(lead.nanoseconds(at: 0) - 24_000) < 300)
    for _ in 0..<200 { lead.wokeUp(late: 40_000) }
    #expect(abs(lead.nanoseconds(at: 0) - 120_000) < 300)
  }

  @Test(arguments: [Int64(10_000_000), .max])
  func isNeverLongerThanItsLimit(late: Int64) {
    var lead = TimerLead()
    for _ in 0..<200 { lead.wokeUp(late: late) }
    #expect(lead.nanoseconds(at: 0) == TimerLead.longestNanoseconds)
  }

  @Test(arguments: [Int64(0), -1, .min])
  func isNeverShorterThanTheLeast(late: Int64) {
    var lead = TimerLead()
    for _ in 0..<200 { lead.wokeUp(late: late) }
    #expect(lead.nanoseconds(at: 0) == 10_000)
  }

  @Test func takesNoMoreThanATenthOfACore() {
    var lead = TimerLead()
    lead.waited(from: 1_000_000, to: 1_100_000)
    #expect(lead.nanoseconds(at: 1_100_000) == 0)
    #expect(lead.nanoseconds(at: 1_999_999) == 0)
    #expect(lead.nanoseconds(at: 2_000_000) > 0)
  }
}
