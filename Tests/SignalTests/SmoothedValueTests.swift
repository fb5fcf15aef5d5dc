import Testing

@testable import Signal

@Suite("SmoothedValue") struct SmoothedValueTests {
  @Test func beginsAtItsInitialValue() {
    let value = SmoothedValue(0.25, rampFrames: 100)
    let ramp = value.next(64)
    #expect(ramp.isAtRest)
    #expect(ramp.gain == 0.25)
  }

  @Test func takesWhatWasPostedBeforeTheFirstBlockAtOnce() {
    let value = SmoothedValue(1, rampFrames: 100)
    value.post(0.5)
    let ramp = value.next(64)
    #expect(ramp.isAtRest)
    #expect(ramp.gain == 0.5)
  }

  @Test func goesToANewValueOverItsFrames() {
    let value = SmoothedValue(1, rampFrames: 100)
    _ = value.next(64)
    value.post(0)
    let first = value.next(60)
    #expect(!first.isAtRest)
    #expect(first.gain == 1)
    let second = value.next(60)
    #expect(abs(second.gain - 0.4) < 1e-6)
    let third = value.next(60)
    #expect(third.isAtRest)
    #expect(third.gain == 0)
  }

  @Test func turnsHalfWayWithoutAStep() {
    let value = SmoothedValue(0, rampFrames: 100)
    _ = value.next(1)
    value.post(1)
    _ = value.next(50)
    value.post(0)
    let back = value.next(50)
    #expect(abs(back.gain - 0.5) < 1e-6)
    #expect(back.target == 0)
    #expect(value.target == 0)
  }

  @Test func anEmptyBlockChangesNothing() {
    let value = SmoothedValue(0, rampFrames: 10)
    _ = value.next(0)
    value.post(1)
    for _ in 0..<5 { #expect(value.next(0).gain == 0) }
    _ = value.next(10)
    #expect(value.next(0).gain == 1)
  }
}
