// Control side.
import Synchronization

/// An operation that ends later: what it is about, how it ended, and who is called then.
///
/// Holds a lock of its platform as long as it lives. Whoever performs the operation sets `status`
/// and calls `invoke`. The counterpart of `RtwqCreateAsyncResult` and `IRtwqAsyncResult`.
public final class AsyncResult: Sendable {
  /// How an operation ended; the values are those of HRESULT, so that failures are less than 0.
  public struct Status: RawRepresentable, Sendable, Hashable {
    /// The value of an HRESULT.
    public let rawValue: Int32

    /// Creates a status of the value of an HRESULT.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// It succeeded.
    public static let success = Status(rawValue: 0)
    /// It was cancelled: RTWQ_E_OPERATION_CANCELLED.
    public static let cancelled = Status(rawValue: Int32(bitPattern: 0xC00D_36ED))

    /// Whether it failed, or was cancelled.
    public var isFailure: Bool { rawValue < 0 }
  }

  /// What the operation was done to.
  public let object: (any Sendable)?
  /// What whoever began the operation wants to be reminded of.
  public let state: (any Sendable)?
  /// Who is called when it has ended.
  public let callback: AsyncCallback
  private let platform: SharedPlatform
  private let statusValue = Atomic<Int32>(0)

  /// Creates a result of status `success`.
  ///
  /// May be created before the platform is started. Thread: control.
  public init(
    of object: (any Sendable)? = nil, state: (any Sendable)? = nil, callback: AsyncCallback,
    platform: SharedPlatform = .process
  ) {
    self.object = object
    self.state = state
    self.callback = callback
    self.platform = platform
    platform.resultCreated()
  }

  deinit { platform.resultReleased() }

  /// How the operation ended.
  ///
  /// Thread: any.
  public var status: Status {
    get { Status(rawValue: statusValue.load(ordering: .acquiring)) }
    set { statusValue.store(newValue.rawValue, ordering: .releasing) }
  }

  /// Puts the result into its callback's queue, which calls the callback with it.
  ///
  /// Keeps itself alive until the callback has returned. May be called more than once: the callback
  /// is called each time. Throws `closed` when the platform is shut down, and what the put throws,
  /// such as `invalidQueue`; the callback is not called then. Thread: control. The corresponding C
  /// function is `RtwqInvokeCallback`.
  public func invoke(priority: WorkPriority = .normal) throws(WorkQueueError) {
    let platform = try current
    let queue =
      switch callback.destination {
      case .platform(let which): try platform.queue(which)
      case .queue(let queue): queue
      }
    try put(on: queue, of: platform, priority: priority, traits: callback.traits)
  }

  /// Puts the result into a queue, which calls the callback with it; the callback's own queue and
  /// traits do not matter.
  ///
  /// Throws `closed` when the platform is shut down, and what the put throws; the callback is not
  /// called then. Thread: control. The corresponding C function is `RtwqPutWorkItem`.
  public func put(
    on queue: WorkQueue, priority: WorkPriority = .normal
  ) throws(WorkQueueError) {
    try put(on: queue, of: current, priority: priority, traits: [])
  }

  private var current: WorkPlatform {
    get throws(WorkQueueError) {
      guard let current = platform.current else {
        throw WorkQueueError(.closed, "the platform is shut down: start it first")
      }
      return current
    }
  }

  private func put(
    on queue: WorkQueue, of platform: WorkPlatform, priority: WorkPriority, traits: WorkTraits
  ) throws(WorkQueueError) {
    let retained = unsafe Unmanaged.passRetained(self)
    let item = unsafe WorkItem(
      { context in
        guard let context = unsafe context else { return }
        let result = unsafe Unmanaged<AsyncResult>.fromOpaque(context).takeRetainedValue()
        result.callback.body(result)
      }, context: retained.toOpaque())
    do throws(WorkQueueError) {
      try platform.put(item, to: queue, priority: priority, traits: traits)
    } catch {
      unsafe retained.release()
      throw error
    }
  }
}
