// Prepares gaps for the cycle; never runs in it.

extension RingGaps {
  init() {
    unsafe places = .allocate(capacity: 2 * Self.capacity)
    unsafe places.initialize(repeating: 0, count: 2 * Self.capacity)
  }
}
