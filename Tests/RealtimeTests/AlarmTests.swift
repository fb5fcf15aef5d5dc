import CRealtime
import TestSupport
import Testing

@Suite("Alarm", .serialized, .enabled(if: KernelAlarm.exists, "this kernel has no alarm in time"))
struct AlarmTests {
  private func withAlarm(_ body: (Int32) -> Void) {
    let alarm = rt_alarm_create()
    body(alarm)
    rt_alarm_destroy(alarm)
  }

  private func inSeconds(_ seconds: Int64) -> Int64 {
    rt_now_nanoseconds() + seconds * 1_000_000_000
  }

  @Test func goesOffWhenItsTimeHasComeAndOnlyOnce() {
    withAlarm { alarm in
      let time = rt_now_nanoseconds() + 20_000_000
      rt_alarm_set(alarm, time)
      #expect(rt_alarm_wait(alarm, inSeconds(60)))
      #expect(rt_now_nanoseconds() >= time)
      #expect(!rt_alarm_wait(alarm, rt_now_nanoseconds() + 5_000_000))
    }
  }

  @Test func forgetsThatItWentOffWhenItIsPutOff() {
    withAlarm { alarm in
      rt_alarm_set(alarm, 0)
      _ = rt_sleep_until(rt_now_nanoseconds() + 5_000_000)
      rt_alarm_set(alarm, inSeconds(3_600))
      #expect(!rt_alarm_wait(alarm, rt_now_nanoseconds() + 5_000_000))
    }
  }

  @Test func isStoppedAndSetAgain() {
    withAlarm { alarm in
      rt_alarm_set(alarm, rt_now_nanoseconds() + 1_000_000)
      rt_alarm_set(alarm, .max)
      #expect(!rt_alarm_wait(alarm, rt_now_nanoseconds() + 20_000_000))
      rt_alarm_set(alarm, -1)
      #expect(rt_alarm_wait(alarm, inSeconds(60)))
    }
  }

  @Test func waitsNoLongerThanItsDeadline() {
    withAlarm { alarm in
      #expect(!rt_alarm_wait(alarm, rt_now_nanoseconds() - 1))
      #expect(!rt_alarm_wait(alarm, .min))
    }
  }
}
