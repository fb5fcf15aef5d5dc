// Control side.
import Realtime
import Synchronization

extension WorkQueue {
  /// Items refused so far because the queue was full.
  ///
  /// Thread: any.
  public var refusedItems: UInt64 { sum { $0.refused.load(ordering: .relaxed) } }

  /// Items waiting at each priority, low first.
  var depths: [Int] {
    (0..<3).map { index in sum { unsafe $0.rings[index].count } }
  }

  /// The highest of them so far; what waits now is noted.
  func highestDepths(atLeast depths: [Int]) -> [Int] {
    (0..<3).map { index in
      max(
        depths[index],
        sum { core in
          unsafe core.highestDepths[index].max(core.rings[index].count, ordering: .relaxed).newValue
        })
    }
  }

  /// System calls made to wake workers.
  var wakeCalls: UInt64 { sum { $0.parker.wakeCalls } }

  /// Items put that no call to the kernel was made for.
  var savedWakes: UInt64 {
    guard target == nil else { return 0 }
    let put = UInt64(max(0, sum { $0.counted.load(ordering: .relaxed) }))
    return put - min(wakeCalls, put)
  }
}
