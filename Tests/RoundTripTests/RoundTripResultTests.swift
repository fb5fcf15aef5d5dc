import Testing

@testable import RoundTrip

@Suite("RoundTripResult") struct RoundTripResultTests {
  @Test func isTheMedian() throws {
    let result = RoundTripResult([137.0, 137.5, 137.1].map { Self.estimate($0) })
    guard case .measured(let measurement) = result else {
      Issue.record("nothing was measured")
      return
    }
    #expect(measurement.delayFrames == 137.1)
    #expect(measurement.spreadFrames == 0.5)
    #expect(measurement.gainDecibels == -3)
    #expect(!measurement.isInverted)
    #expect(measurement.echo == nil)
  }

  @Test func needsTheSignal() {
    #expect(RoundTripResult([nil, nil, nil]) == .none(.noSignal))
    #expect(RoundTripResult([]) == .none(.noSignal))
  }

  @Test func needsItEachTime() {
    #expect(
      RoundTripResult([Self.estimate(137), nil, Self.estimate(137)]) == .none(.unsteady))
    #expect(RoundTripResult([nil, nil, Self.estimate(137)]) == .none(.unsteady))
  }

  @Test func needsItAtOnePlace() {
    #expect(RoundTripResult([Self.estimate(137), Self.estimate(138)]) == .none(.unsteady))
    var inverted = Self.estimate(137)
    inverted.isInverted = true
    #expect(RoundTripResult([Self.estimate(137), inverted]) == .none(.unsteady))
  }

  @Test func seesThatItComesBackTooLate() {
    let later = Self.estimate(100)
    #expect(RoundTripResult([nil, later, later]) == .none(.tooLate))
  }

  @Test func tellsOfOneClippedRecording() {
    var clipped = Self.estimate(137)
    clipped.isClipped = true
    guard case .measured(let measurement) = RoundTripResult([Self.estimate(137), clipped]) else {
      Issue.record("nothing was measured")
      return
    }
    #expect(measurement.isClipped)
  }

  private static func estimate(_ delay: Double) -> RoundTripEstimate {
    RoundTripEstimate(
      delayFrames: delay, gainDecibels: -3, isInverted: false, isClipped: false, echo: nil)
  }
}
