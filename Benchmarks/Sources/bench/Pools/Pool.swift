import CRealtime

/// Threads that perform what is put: ours, or a peer's.
protocol Pool {
  /// Puts the same work `count` times, as a program that uses this pool would.
  func put(_ count: Int, _ work: @escaping rt_work, context: UnsafeMutableRawPointer?)

  /// Ends the threads, where the pool lets one.
  func close()
}
