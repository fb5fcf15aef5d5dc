import CRealtime
import Synchronization

/// Lets items that are still waiting be brief once nobody is interested any more.
final class StopFlag: Sendable {
  private let isRaised = Atomic<Bool>(false)

  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  func raise() { isRaised.store(true, ordering: .relaxed) }

  /// Computes for 50 µs.
  static let spinUnlessRaised: rt_work = { context in
    guard let context else { return }
    let isRaised = Unmanaged<StopFlag>.fromOpaque(context)._withUnsafeGuaranteedRef {
      $0.isRaised.load(ordering: .relaxed)
    }
    if !isRaised { Spin.until(rt_now_nanoseconds() + 50_000) }
  }
}
