import Testing

@testable import Meter

@Suite("Units") struct UnitsTests {
  let units = Units(glyphs: .full)

  @Test(arguments: [
    (0, "0 ns"), (812, "812 ns"), (999.6, "1.00 µs"), (12_345, "12.3 µs"), (999_499, "999 µs"),
    (999_500, "1.00 ms"), (1.234e6, "1.23 ms"), (4.56e10, "45.6 s"), (8.28e12, "2.30 h"),
    (1e30, ">999 h"), (-5, "0 ns"), (-0.0, "0 ns"), (.nan, "?"), (.infinity, "?"),
  ])
  func duration(nanoseconds: Double, expected: String) {
    #expect(units.duration(nanoseconds: nanoseconds) == expected)
  }

  @Test(arguments: [
    (0, "0"), (1.5, "1.5"), (7, "7"), (950, "950"), (999.6, "1.00k"), (1537, "1.54k"),
    (20_100_000, "20.1M"), (3e9, "3.00G"), (1e30, ">999T"), (-3, "0"), (.nan, "?"),
    (.infinity, ">999T"),
  ])
  func count(value: Double, expected: String) {
    #expect(units.count(value) == expected)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1.0k"), (9999, "10k"), (1_048_576, "1.0M"), (.max, ">1G"),
    (.min, "0"),
  ])
  func shortCount(value: Int, expected: String) {
    #expect(units.shortCount(value) == expected)
  }

  @Test(arguments: [
    (0, "0.0 %"), (0.1234, "12.3 %"), (0.9996, "100 %"), (9.99, "999 %"), (10, ">999 %"),
    (-0.0, "0.0 %"), (-1, "0.0 %"), (.nan, "? %"), (.infinity, ">999 %"),
  ])
  func percent(share: Double, expected: String) {
    #expect(units.percent(share, digits: 1) == expected)
  }

  @Test(arguments: [
    (0, "0.0"), (-0.04, "0.0"), (-12.34, "-12.3"), (6, "+6.0"), (-.infinity, "-∞"),
    (.infinity, "+∞"), (.nan, "NaN"), (-500, "-∞"), (770, ">199"),
  ])
  func decibels(value: Double, expected: String) {
    #expect(units.decibels(value) == expected)
  }

  @Test(arguments: [
    (48000, "48 kHz"), (44100, "44.1 kHz"), (11025, "11.025 kHz"), (500, "500 Hz"),
    (0, "no rate"), (-1, "no rate"),
  ])
  func rate(value: Int, expected: String) {
    #expect(units.rate(value) == expected)
  }

  @Test(arguments: [
    (0, "0:00:00"), (83_999_999_999, "0:01:23"), (359_999_000_000_000, "99:59:59"),
    (360_000_000_000_000, "4d 04:00"), (.max, "?"), (.min, "0:00:00"),
  ])
  func uptime(nanoseconds: Int64, expected: String) {
    let text = units.uptime(nanoseconds: nanoseconds)
    #expect(text == expected || (expected == "?" && text.count <= 12))
  }

  @Test func asciiHasNoGreek() {
    #expect(Units(glyphs: .ascii).duration(nanoseconds: 12_345) == "12.3 us")
    #expect(Units(glyphs: .ascii).decibels(-.infinity) == "-inf")
  }
}
