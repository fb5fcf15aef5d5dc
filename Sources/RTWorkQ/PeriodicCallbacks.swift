// Control side.
import CRTWorkQ
import Glibc
import Realtime
import Synchronization
import WorkQueues

/// What is called every 10 ms.
let periodicCallbacks = PeriodicCallbacks()

/// A function and the context it is called with, which it holds.
private final class PeriodicCallback: @unchecked Sendable {
  /// Never 0, and used again only after all others.
  let number: DWORD
  let function: RTWQPERIODICCALLBACK
  let context: UnknownPointer?
  let isRemoved = Atomic<Bool>(false)
  /// The thread that is in it, or 0.
  let caller = Atomic<UInt>(0)

  init(_ function: @escaping RTWQPERIODICCALLBACK, _ context: UnknownPointer?) {
    number = Self.nextNumber()
    self.function = function
    self.context = context
    context?.addReference()
  }

  deinit { context?.release() }

  private static let lastNumber = Atomic<DWORD>(0)

  private static func nextNumber() -> DWORD {
    while true {
      let number = lastNumber.wrappingAdd(1, ordering: .relaxed).newValue
      if number != 0 { return number }
    }
  }

  func call() {
    caller.store(UInt(pthread_self()), ordering: .sequentiallyConsistent)
    if !isRemoved.load(ordering: .sequentiallyConsistent) { function(context) }
    caller.store(0, ordering: .sequentiallyConsistent)
  }

  /// Waits until nobody is in it, unless it is itself that asks.
  func remove() {
    isRemoved.store(true, ordering: .sequentiallyConsistent)
    let own = UInt(pthread_self())
    while true {
      let caller = caller.load(ordering: .sequentiallyConsistent)
      if caller == 0 || caller == own { return }
      pauseShortly()
    }
  }
}

/// All periodic callbacks, on one beat.
///
/// The beat is put on the timer's queue again only once all were called, so that no calls pile up
/// behind one that takes its time.
struct PeriodicCallbacks: ~Copyable, Sendable {
  private static let intervalNanoseconds: Int64 = 10_000_000

  private let state = Mutex(State())

  private struct State {
    var callbacks: [PeriodicCallback] = []
    var isBeating = false
    var beatNanoseconds: Int64 = 0
  }

  /// Adds a callback and returns its key.
  borrowing func add(
    _ function: @escaping RTWQPERIODICCALLBACK, _ context: UnknownPointer?
  ) throws(Failure) -> DWORD {
    let callback = PeriodicCallback(function, context)
    try state.withLock { state throws(Failure) in
      if !state.isBeating { try Self.begin(&state) }
      state.callbacks.append(callback)
    }
    return callback.number
  }

  /// Removes a callback, which is not called any more from then on; false when there is none.
  borrowing func remove(_ number: DWORD) -> Bool {
    let callback = state.withLock { state in
      let index = state.callbacks.firstIndex { $0.number == number }
      return index.map { state.callbacks.remove(at: $0) }
    }
    callback?.remove()
    return callback != nil
  }

  /// Drops all after the queues have ended.
  borrowing func drop() {
    let dropped = state.withLock { state in
      defer { state = State() }
      return state.callbacks
    }
    // The contexts are let go of outside the lock.
    _ = dropped
  }

  private static func begin(_ state: inout State) throws(Failure) {
    let beat = Clock.now() + intervalNanoseconds
    try schedule(beat)
    state.beatNanoseconds = beat
    state.isBeating = true
  }

  private static func schedule(_ beatNanoseconds: Int64) throws(Failure) {
    let platform = try platformLife.platform()
    let queue = try queueTable.queue(DWORD(MFASYNC_CALLBACK_QUEUE_TIMER))
    _ = try translating { () throws(WorkQueueError) in
      try platform.timer.schedule(
        WorkItem(callAll, context: nil), on: queue,
        delayNanoseconds: beatNanoseconds - Clock.now())
    }
  }

  /// What the timer's queue performs at each beat.
  private static let callAll: @convention(c) (UnsafeMutableRawPointer?) -> Void = { _ in
    for callback in periodicCallbacks.state.withLock({ $0.callbacks }) { callback.call() }
    periodicCallbacks.goOn()
  }

  /// Schedules the next beat, on the grid of the first however late this one was.
  private borrowing func goOn() {
    state.withLock { state in
      let late = max(0, Clock.now() - state.beatNanoseconds)
      let missed = late / Self.intervalNanoseconds
      let beat = state.beatNanoseconds + (missed + 1) * Self.intervalNanoseconds
      guard !state.callbacks.isEmpty, (try? Self.schedule(beat)) != nil else {
        state.isBeating = false
        return
      }
      state.beatNanoseconds = beat
    }
  }
}
