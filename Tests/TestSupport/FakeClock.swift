import Synchronization

/// A clock that stands still until a test moves it.
public final class FakeClock: Sendable {
  private let time: Atomic<Int64>

  /// Makes a clock that shows `nanoseconds`.
  public init(nanoseconds: Int64 = 0) {
    time = Atomic(nanoseconds)
  }

  /// What the clock shows.
  ///
  /// Thread: any.
  public var nanoseconds: Int64 {
    get { time.load(ordering: .acquiring) }
    set { time.store(newValue, ordering: .releasing) }
  }

  /// Moves the clock on and returns what it then shows.
  ///
  /// Thread: any.
  @discardableResult
  public func advance(byNanoseconds nanoseconds: Int64) -> Int64 {
    time.add(nanoseconds, ordering: .acquiringAndReleasing).newValue
  }
}
