import Synchronization

/// Keeps what was timed until the take says that its time has come.
final class ReplayPosting: Posting {
  // Only the thread that replays posts and performs.
  private struct Kept: @unchecked Sendable {
    var plan: (() -> Void)?
    var values: (() -> Void)?
  }

  private let kept = Mutex(Kept())

  func post(_ action: TakeEvent.Action, _ body: @escaping () -> Void) {
    switch action {
    case .plan: kept.withLock { $0.plan = body }
    case .values: kept.withLock { $0.values = body }
    case .fade, .reload, .latencies, .rest, .wake, .exclude, .bypass, .snapshot, .edit, .miss,
      .overrun:
      body()
    }
  }

  /// Posts the plan that was kept; false when there is none.
  func postPlan() -> Bool { perform(kept.withLock { take(&$0.plan) }) }

  /// Posts the values that were kept; false when there are none.
  func postValues() -> Bool { perform(kept.withLock { take(&$0.values) }) }

  private func take(_ body: inout (() -> Void)?) -> (() -> Void)? {
    defer { body = nil }
    return body
  }

  private func perform(_ body: (() -> Void)?) -> Bool {
    body?()
    return body != nil
  }
}
