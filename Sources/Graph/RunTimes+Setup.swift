// Makes and reads run times; never runs in the cycle.
import Synchronization

extension RunTimes {
  init() { nanoseconds = InlineArray { _ in Atomic(0) } }

  /// The median of the latest runs, at most so many; nil when there are fewer than 8.
  func median(ofLast wanted: Int) -> Int64? {
    let recorded = recorded
    let available = min(Int(clamping: recorded), wanted, Self.capacity)
    guard available >= 8 else { return nil }
    let places = (0..<available).map { (Int(truncatingIfNeeded: recorded) - 1 - $0) & 31 }
    return places.map { nanoseconds[$0].load(ordering: .relaxed) }.sorted()[available / 2]
  }
}
