import Glibc

/// Work for its own sake.
enum Burning {
  /// Uses so much of the processor, however long others keep the thread from it.
  static func processor(nanoseconds: Int64) {
    let end = used() + nanoseconds
    while used() < end {}
  }

  /// What the calling thread has used of the processor so far.
  private static func used() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
