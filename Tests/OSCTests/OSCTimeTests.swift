import Testing

@testable import OSC

@Suite("Time tags") struct OSCTimeTests {
  @Test func oneMeansAtOnce() {
    #expect(OSCTime(seconds: 0, fraction: 1) == nil)
    #expect(OSCTime(seconds: 0, fraction: 2) != nil)
  }

  @Test func countsFrom1900() throws {
    let time = try #require(OSCTime(seconds: 2_208_988_800 + 100, fraction: 0x8000_0000))
    #expect(time.secondsSince(unixSeconds: 98, nanoseconds: 250_000_000) == 2.25)
    #expect(time.secondsSince(unixSeconds: 101, nanoseconds: 0) == -0.5)
  }

  @Test func goesOnAfter2036() throws {
    // 2036-02-07 06:28:16, when the seconds begin again.
    let turn = 2_085_978_496
    let after = try #require(OSCTime(seconds: 10, fraction: 0))
    #expect(after.secondsSince(unixSeconds: turn - 5, nanoseconds: 0) == 15)
    let before = try #require(OSCTime(seconds: .max, fraction: 0))
    #expect(before.secondsSince(unixSeconds: turn + 1, nanoseconds: 0) == -2)
  }
}
