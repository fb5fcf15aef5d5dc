import CRealtime

/// Lets the calling thread sleep.
func rt_sleep(milliseconds: Int64) -> Int32 {
  rt_sleep_until(rt_now_nanoseconds() + milliseconds * 1_000_000)
}

/// Spins until the condition holds; false when it did not within ten seconds.
func spin(until condition: () -> Bool) -> Bool {
  let end = rt_now_nanoseconds() + 10_000_000_000
  while !condition() {
    if rt_now_nanoseconds() > end { return false }
    rt_spin_pause()
  }
  return true
}
