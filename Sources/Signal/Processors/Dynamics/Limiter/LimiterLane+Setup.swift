// Prepares a limiter's lanes for the cycle; never runs in it.

extension LimiterLane {
  /// A lane with memory for look-aheads below `capacity` frames, a power of two.
  init(capacity: Int) {
    let values = UnsafeMutablePointer<Double>.allocate(capacity: capacity)
    unsafe values.initialize(repeating: 0, count: capacity)
    let places = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
    unsafe places.initialize(repeating: 0, count: capacity)
    let rows = UnsafeMutablePointer<Int64>.allocate(capacity: capacity)
    unsafe rows.initialize(repeating: 0, count: capacity)
    unsafe self.init(
      SlidingMinimum(values: values, places: places, mask: capacity - 1), rows: rows)
  }

  /// Gives back what the lane owns.
  func releaseStorage() {
    unsafe minimum.values.deallocate()
    unsafe minimum.places.deallocate()
    unsafe rows.deallocate()
  }
}
