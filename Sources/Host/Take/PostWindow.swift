import CRealtime
import Realtime
import Synchronization

/// Lets the control side post to the cycle between two periods, and tells which one sees it first.
///
/// Nothing waits in the cycle: the control side picks its moment, and looks afterwards whether the
/// next period had begun meanwhile.
final class PostWindow: @unchecked Sendable {
  /// When a post took effect.
  struct Moment: Sendable, Equatable {
    /// The first frame of the first period that saw it.
    let frame: UInt64
    /// Whether that is certain: no period began during the post.
    let isExact: Bool
  }

  private let clock: UnsafeMutablePointer<PeriodClock>
  private let turn = Mutex<Void>(())
  private let patienceNanoseconds: Int64

  /// Creates a window before the first period.
  ///
  /// A period that lasts longer than `patienceNanoseconds` is not waited for.
  init(patienceNanoseconds: Int64 = 50_000_000) {
    self.patienceNanoseconds = patienceNanoseconds
    clock = .allocate(capacity: 1)
    clock.initialize(to: PeriodClock())
  }

  deinit {
    clock.deinitialize(count: 1)
    clock.deallocate()
  }

  /// The clock as the cycle sees it; valid as long as this window.
  var handle: UnsafePointer<PeriodClock> { UnsafePointer(clock) }

  /// The present, for what the cycle does not look at.
  ///
  /// Thread: any.
  var now: Moment { Moment(frame: clock.pointee.frames, isExact: true) }

  /// Does something between two periods.
  ///
  /// Thread: control.
  func post(_ body: () -> Void) -> Moment {
    turn.withLock { _ in
      guard let gap = waitForGap() else {
        body()
        return Moment(frame: clock.pointee.frames, isExact: false)
      }
      body()
      return Moment(frame: gap >> 1, isExact: clock.pointee.isStill(gap))
    }
  }

  private func waitForGap() -> UInt64? {
    let end = Clock.now() + patienceNanoseconds
    while true {
      if let gap = clock.pointee.gap() { return gap }
      guard Clock.now() < end else { return nil }
      _ = rt_sleep_until(Clock.now() + 20_000)
    }
  }
}
