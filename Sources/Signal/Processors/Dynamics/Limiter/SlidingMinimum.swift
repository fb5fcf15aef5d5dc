/// The lowest of the newest numbers of a row.
///
/// Kept as a queue of those numbers that may become the lowest: rising, the oldest first. Each
/// number enters and leaves once.
@safe
struct SlidingMinimum: BitwiseCopyable {
  /// Where the queue begins and ends, counted on and on.
  struct Window: BitwiseCopyable {
    var first = 0
    var end = 0

    @_noLocks
    init() {}
  }

  let values: UnsafeMutablePointer<Double>
  /// When each of the values came.
  let places: UnsafeMutablePointer<Int>
  /// One less than how many there are, which is a power of two.
  let mask: Int

  @_noLocks
  init(values: UnsafeMutablePointer<Double>, places: UnsafeMutablePointer<Int>, mask: Int) {
    unsafe self.values = unsafe values
    unsafe self.places = unsafe places
    self.mask = mask
  }

  /// Takes a number in; the lowest of it and the `length` before it.
  @_noLocks
  func next(_ value: Double, at place: Int, within length: Int, _ window: inout Window) -> Double {
    while unsafe window.end > window.first && values[(window.end - 1) & mask] >= value {
      window.end -= 1
    }
    unsafe values[window.end & mask] = value
    unsafe places[window.end & mask] = place
    window.end += 1
    if unsafe places[window.first & mask] < place - length { window.first += 1 }
    return unsafe values[window.first & mask]
  }
}
