import CRealtime
import Testing

@Suite("Ticks") struct TicksTests {
  init() { rt_prepare_ticks() }

  @Test func lastAsLongAsTheClockSays() {
    // One pair outside the clock's readings, one inside, however long a stall between them.
    let outerBegin = rt_ticks()
    let before = rt_now_nanoseconds()
    let innerBegin = rt_ticks()
    _ = rt_sleep_until(before + 20_000_000)
    let innerEnd = rt_ticks()
    let elapsed = rt_now_nanoseconds() - before
    let outerEnd = rt_ticks()
    // Within a thousandth: the counter's speed is measured.
    #expect(rt_ticks_between(innerBegin, innerEnd) <= elapsed * 1001 / 1000)
    #expect(rt_ticks_between(outerBegin, outerEnd) >= elapsed * 999 / 1000)
  }

  @Test func runBackwardsFromLaterToEarlier() {
    let begin = rt_ticks()
    #expect(rt_ticks_between(begin + 1_000_000, begin) < 0)
    #expect(rt_ticks_between(begin, begin) == 0)
    #expect(rt_ticks_between(begin, begin + 1_000_000) > 0)
  }
}
