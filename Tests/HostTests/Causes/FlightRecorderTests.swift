import CRealtime
import Realtime
import Testing

@testable import Host

@Suite("Flight recorder") struct FlightRecorderTests {
  private final class Rig {
    let log = UnsafeMutablePointer<FlightLog>.allocate(capacity: 1)
    var recorder: FlightRecorder

    init() {
      log.initialize(to: FlightLog())
      recorder = FlightRecorder(log)
    }

    deinit {
      log.deinitialize(count: 1)
      log.deallocate()
    }

    /// Records a period that was asked for at a time.
    func period(
      due: Int64, asked: Int64 = 0, deadline: Int64 = 0, driver: UInt32 = 1,
      isComplete: Bool = true, length: Int64 = 10_000_000_000
    ) {
      var period = rt_period()
      period.due_nanoseconds = due
      period.asked_nanoseconds = asked
      period.deadline_nanoseconds = deadline
      recorder.begin(&period, of: driver)
      recorder.beginClosing(isComplete: isComplete)
      _ = recorder.end(length: length)
    }
  }

  @Test func periodsInTimeAreNotKeptForAnybody() {
    let rig = Rig()
    for _ in 0..<100 { rig.period(due: Clock.now()) }
    #expect(rig.log.pointee.takeLate().isEmpty)
    #expect(rig.log.pointee.takeBreaks().isEmpty)
    let count = rig.log.pointee.wake.summary().count
    #expect(count == 100)
  }

  @Test func aPeriodThatWasGivenUpIsLate() throws {
    let rig = Rig()
    let before = Clock.now()
    rig.period(due: before)
    let between = Clock.now()
    rig.period(due: before + 5, isComplete: false)
    let late = rig.log.pointee.takeLate()
    let record = try #require(late.first)
    #expect(late.count == 1)
    #expect(record.number == 2)
    #expect(!record.isComplete)
    #expect(record.asked == before + 5)
    #expect((before...between).contains(record.beforeRan))
    #expect(record.beforeRan <= record.ran)
    #expect(record.ran <= record.performed)
    #expect(record.performed <= record.closed)
    #expect(rig.log.pointee.takeLate().isEmpty)
  }

  @Test func aPeriodThatIsDoneAfterTheNextIsDueIsLate() {
    let rig = Rig()
    rig.period(due: Clock.now() - 2_000_000_000, length: 1_000_000_000)
    let late = rig.log.pointee.takeLate()
    #expect(late.map(\.isComplete) == [true])
  }

  /// Where the device's buffer has room for more, the deadline is later than the next period.
  @Test func notBeforeItsDeadline() {
    let rig = Rig()
    let now = Clock.now()
    rig.period(due: now - 2_000_000_000, deadline: now + 60_000_000_000, length: 1_000_000_000)
    #expect(rig.log.pointee.takeLate().isEmpty)
  }

  @Test func theTimeTheDeviceAskedFirstCounts() {
    let rig = Rig()
    let now = Clock.now()
    rig.period(due: now, asked: now - 2_000_000_000, length: 1_000_000_000)
    let late = rig.log.pointee.takeLate()
    #expect(late.map(\.asked) == [now - 2_000_000_000])
    #expect(late.allSatisfy { $0.wakeDelay >= 2_000_000_000 })
  }

  @Test func aBreakIsLongerThanAPeriodAndAHalf() {
    let rig = Rig()
    let now = Clock.now()
    rig.period(due: now - 10, length: 30_000_000_000)
    rig.period(due: now + 40_000_000_000, length: 30_000_000_000)
    #expect(rig.log.pointee.takeBreaks().isEmpty)
    rig.period(due: now + 90_000_000_000, length: 30_000_000_000)
    let breaks = rig.log.pointee.takeBreaks()
    #expect(breaks.map(\.number) == [3])
  }

  /// The deadline is that of the last period it slept through, the others being left out.
  @Test func aPeriodThatWasSleptThroughIsKeptAndTheNextIsNot() {
    let rig = Rig()
    let now = Clock.now()
    let deadline = now + 60_000_000_000
    rig.period(due: now, asked: now - 3_000_000_000, deadline: deadline, length: 1_000_000_000)
    rig.period(due: now + 1_000_000_000, deadline: deadline, length: 1_000_000_000)
    #expect(rig.log.pointee.takeLate().isEmpty)
    let overslept = rig.log.pointee.takeBreaks()
    #expect(overslept.map(\.number) == [1])
    #expect(overslept.allSatisfy { $0.isOverslept && !$0.isAfterBreak })
  }

  @Test func anotherDriverIsNoBreak() {
    let rig = Rig()
    rig.period(due: Clock.now(), driver: 1)
    rig.period(due: Clock.now() + 90_000_000_000, driver: 2)
    #expect(rig.log.pointee.takeBreaks().isEmpty)
  }

  @Test func whatHasNoRoomIsLeftOut() {
    let rig = Rig()
    for _ in 0..<100 { rig.period(due: Clock.now(), isComplete: false) }
    let late = rig.log.pointee.takeLate()
    #expect(late.map(\.number) == Array(1...32))
  }

  @Test func tellsWhichPeriodATimeBelongsTo() {
    let rig = Rig()
    let due = Clock.now() - 1_000
    rig.period(due: due)
    let after = Clock.now()
    rig.period(due: due, isComplete: false)
    let ran = rig.log.pointee.takeLate()[0].ran
    #expect(rig.log.pointee.asked(forPeriodAt: ran) == due)
    #expect(rig.log.pointee.asked(forPeriodAt: due - 1) == nil)
    #expect(rig.log.pointee.asked(forPeriodAt: after + 60_000_000_000) == nil)
  }
}
