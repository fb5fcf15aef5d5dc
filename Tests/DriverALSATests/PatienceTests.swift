import Testing

@testable import DriverALSA

@Suite("Patience") struct PatienceTests {
  private let second: Int64 = 1_000_000_000

  @Test func endsWhenADeviceFailsForFiveSeconds() {
    var patience = Patience()
    var allowed = 0
    while patience.allowsRestart(at: Int64(allowed) * second) { allowed += 1 }
    #expect(allowed == 5)
  }

  @Test func aGoodPeriodRestoresIt() {
    var patience = Patience()
    for moment in 0..<100 {
      let isAllowed = patience.allowsRestart(at: Int64(moment) * second)
      #expect(isAllowed)
      patience.restore()
    }
  }

  @Test func anHourOfSleepCountsAsAShortWait() {
    var patience = Patience()
    for moment in [0, 3_600, 3_601, 7_200] {
      let isAllowed = patience.allowsRestart(at: Int64(moment) * second)
      #expect(isAllowed == (moment < 7_200))
    }
  }

  @Test func isStrainedAfterAFewQuickRestarts() {
    var patience = Patience()
    for restart in 1...10 {
      _ = patience.allowsRestart(at: Int64(restart))
      #expect(patience.isStrained == (restart > 5))
    }
    patience.restore()
    #expect(!patience.isStrained)
  }
}
