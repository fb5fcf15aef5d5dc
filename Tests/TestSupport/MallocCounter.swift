import CTestSupport

/// Counts what threads ask of the heap while they say so.
///
/// A thread counts from `startThread` to `stopThread`, or for the length of a `count` closure. Any
/// number of threads may count into one counter; a thread counts into one counter at a time.
///
/// The first use of a type or function may allocate for the Swift runtime's sake: run the stretch
/// once before counting it.
public final class MallocCounter: @unchecked Sendable {
  /// False in a sanitizer's build, where nothing can be counted: for `.enabled(if:)`.
  public static var isAvailable: Bool { malloc_counter_is_available() }

  /// What to call `startThread` with; valid as long as the counter.
  public let context: UnsafeMutableRawPointer

  /// Makes a counter at zero.
  public init() {
    guard let counter = malloc_counter_create() else { fatalError("no memory for a counter") }
    context = counter
  }

  deinit { malloc_counter_destroy(context) }

  /// Blocks asked for, or asked to be resized, so far.
  ///
  /// Thread: any.
  public var allocations: Int { Int(malloc_counter_allocations(context)) }

  /// Blocks given back so far.
  ///
  /// Thread: any.
  public var frees: Int { Int(malloc_counter_frees(context)) }

  /// Counts the calling thread's heap calls from here on; call it with `context`.
  ///
  /// A C function without a capture, so that a queue can perform it on the worker to be counted.
  /// Thread: any, also cycle.
  public static let startThread: @convention(c) (UnsafeMutableRawPointer?) -> Void = {
    malloc_counter_start_thread($0)
  }

  /// Ends the calling thread's counting, whatever it is called with.
  ///
  /// Thread: any, also cycle.
  public static let stopThread: @convention(c) (UnsafeMutableRawPointer?) -> Void = {
    malloc_counter_stop_thread($0)
  }

  /// Performs `body` and returns how often the calling thread allocated or freed in it.
  public static func count(_ body: () throws -> Void) rethrows -> Int {
    let counter = MallocCounter()
    do {
      malloc_counter_start_thread(counter.context)
      defer { malloc_counter_stop_thread(nil) }
      try body()
    }
    return counter.allocations + counter.frees
  }
}
