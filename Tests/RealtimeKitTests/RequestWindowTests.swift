import Testing

@testable import RealtimeKit

@Suite("RequestWindow") struct RequestWindowTests {
  private let second: Int64 = 1_000_000_000

  @Test func takesTwentyFiveInTwentySeconds() {
    var window = RequestWindow()
    let taken = (0..<30).filter { _ in window.take(now: 0) }.count
    #expect(taken == 25)
    let late = window.take(now: 20 * second - 1)
    #expect(!late)
    let next = window.take(now: 20 * second)
    #expect(next)
  }

  @Test func theWindowSlides() {
    var window = RequestWindow()
    for index in 0..<25 { _ = window.take(now: Int64(index) * second / 2) }
    let first = window.take(now: 20 * second)
    let next = window.take(now: 20 * second)
    #expect(first)
    // The other 24 are still within it.
    #expect(!next)
  }

  @Test func aBusyServiceIsLeftAloneForAsLong() {
    var window = RequestWindow()
    window.close(now: 0)
    let within = window.take(now: 20 * second - 1)
    let after = window.take(now: 20 * second)
    #expect(!within)
    #expect(after)
  }
}
