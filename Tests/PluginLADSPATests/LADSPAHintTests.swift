import CLADSPA
import Foundation
import Plugins
import Testing

@testable import PluginLADSPA

@Suite("LADSPAHint") struct LADSPAHintTests {
  private static let bounded = LADSPA_HINT_BOUNDED_BELOW | LADSPA_HINT_BOUNDED_ABOVE

  private func hint(_ bits: Int32, _ lower: Float = 2, _ upper: Float = 32) -> LADSPAHint {
    LADSPAHint(
      LADSPA_PortRangeHint(HintDescriptor: bits, LowerBound: lower, UpperBound: upper))
  }

  @Test(
    arguments: [
      (LADSPA_HINT_DEFAULT_MINIMUM, 2), (LADSPA_HINT_DEFAULT_LOW, 9.5),
      (LADSPA_HINT_DEFAULT_MIDDLE, 17), (LADSPA_HINT_DEFAULT_HIGH, 24.5),
      (LADSPA_HINT_DEFAULT_MAXIMUM, 32), (LADSPA_HINT_DEFAULT_0, 0), (LADSPA_HINT_DEFAULT_1, 1),
      (LADSPA_HINT_DEFAULT_100, 100), (LADSPA_HINT_DEFAULT_440, 440),
    ] as [(Int32, Float)])
  func takesTheDefaultFromTheBounds(bits: Int32, expected: Float) {
    #expect(hint(Self.bounded | bits).defaultValue(scale: 1) == expected)
  }

  @Test(
    arguments: [
      (LADSPA_HINT_DEFAULT_LOW, 4), (LADSPA_HINT_DEFAULT_MIDDLE, 8), (LADSPA_HINT_DEFAULT_HIGH, 16),
    ] as [(Int32, Float)])
  func takesTheGeometricMeanOnALogarithmicScale(bits: Int32, expected: Float) throws {
    let value = hint(Self.bounded | LADSPA_HINT_LOGARITHMIC | bits).defaultValue(scale: 1)
    #expect(abs(try #require(value) - expected) < 1e-5)
  }

  @Test func staysLinearWhereThereIsNoLogarithm() {
    let bits = Self.bounded | LADSPA_HINT_LOGARITHMIC | LADSPA_HINT_DEFAULT_MIDDLE
    #expect(hint(bits, -10, 20).defaultValue(scale: 1) == 5)
  }

  @Test func hasNoDefaultWithoutTheBoundsItNeeds() {
    #expect(hint(LADSPA_HINT_DEFAULT_MIDDLE).defaultValue(scale: 1) == nil)
    #expect(
      hint(LADSPA_HINT_BOUNDED_BELOW | LADSPA_HINT_DEFAULT_MAXIMUM).defaultValue(scale: 1) == nil)
    #expect(hint(Self.bounded).defaultValue(scale: 1) == nil)
  }

  @Test func scalesBoundsWithTheRateButNotHertz() {
    let scaled = Self.bounded | LADSPA_HINT_SAMPLE_RATE
    #expect(hint(scaled | LADSPA_HINT_DEFAULT_MIDDLE, 0, 0.5).startValue(rate: 48_000) == 12_000)
    #expect(hint(scaled | LADSPA_HINT_DEFAULT_440, 0, 0.5).startValue(rate: 48_000) == 440)
  }

  @Test func roundsWholeNumbersAfterScaling() {
    let bits =
      Self.bounded | LADSPA_HINT_SAMPLE_RATE | LADSPA_HINT_INTEGER | LADSPA_HINT_DEFAULT_LOW
    #expect(hint(bits, 0, 0.001).startValue(rate: 44_100) == 11)
  }

  @Test func startsNextToZeroWithoutADefault() {
    #expect(hint(Self.bounded, 2, 32).startValue(rate: 48_000) == 2)
    #expect(hint(Self.bounded, -9, -3).startValue(rate: 48_000) == -3)
    #expect(hint(Self.bounded, -9, 3).startValue(rate: 48_000) == 0)
    #expect(hint(0).startValue(rate: 48_000) == 0)
  }
}
