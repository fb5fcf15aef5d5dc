// Control side.
public import CRealtime
import Synchronization

/// A thread whose stack is touched and locked before it starts, and which then is promoted.
///
/// All of its functions are control-side work; only the body runs on the thread.
@safe
public final class RealtimeThread: @unchecked Sendable {
  /// Half a megabyte: plugins may use large arrays on the stack.
  public static let stackByteCount = 512 * 1024

  /// The name the kernel shows, at most 15 bytes.
  public let name: String
  /// Whether the kernel granted the lock of the stack.
  public let isStackLocked: Bool
  /// What the thread really got.
  public let grant: SchedulingGrant
  /// The kernel's id of the thread.
  public let threadID: Int32

  private let stack: UnsafeMutableRawPointer
  private let thread: UInt
  private let isJoined = PriorityLock(false)

  /// Starts a thread that runs `body(context)`.
  ///
  /// The body starts at normal priority and is promoted from outside, so that a body need not
  /// know about scheduling. `broker` is asked when the kernel refuses. `willStart` is told the
  /// thread's id and what it got, before the body begins. `context` must live until `join` returns.
  public init(
    name: String, scheduling: ThreadScheduling, affinityMask: UInt64 = 0,
    broker: (any SchedulingBroker)? = nil, body: @escaping rt_work,
    context: UnsafeMutableRawPointer?,
    willStart: (_ threadID: Int32, _ grant: SchedulingGrant) -> Void = { _, _ in }
  ) throws(ThreadError) {
    var isLocked = false
    guard let stack = unsafe rt_stack_create(Self.stackByteCount, &isLocked) else {
      throw ThreadError("no memory for the stack of thread \(name)")
    }
    let start = unsafe ThreadStart(body: body, context: context)
    var thread: UInt = 0
    let error = unsafe rt_thread_start(
      &thread, name, stack, Self.stackByteCount,
      { unsafe ThreadStart.run($0) }, Unmanaged.passRetained(start).toOpaque())
    guard error == 0 else {
      unsafe Unmanaged.passUnretained(start).release()
      unsafe rt_stack_destroy(stack, Self.stackByteCount)
      throw ThreadError("thread \(name) did not start: error \(error)")
    }
    self.name = name
    isStackLocked = isLocked
    unsafe self.stack = unsafe stack
    self.thread = thread
    threadID = start.waitForThreadID()
    if affinityMask != 0 { _ = rt_set_affinity(threadID, affinityMask) }
    grant = SchedulingGrant.request(scheduling, threadID: threadID, broker: broker)
    willStart(threadID, grant)
    start.release()
  }

  /// Waits for the body to return, and gives the stack back.
  public func join() {
    isJoined.withLock { isJoined in
      guard !isJoined else { return }
      isJoined = true
      _ = rt_thread_join(thread)
      unsafe rt_stack_destroy(stack, Self.stackByteCount)
    }
  }

  /// Leaves the thread to itself, which may never end; its stack stays for ever.
  ///
  /// What the body may touch has to stay too. Without effect after `join`.
  public func abandon() {
    isJoined.withLock { isJoined in
      guard !isJoined else { return }
      isJoined = true
      _ = rt_thread_detach(thread)
    }
  }
}

/// Why a thread did not start.
public struct ThreadError: Error, Sendable, CustomStringConvertible {
  /// What happened, in one line.
  public let description: String
  init(_ description: String) { self.description = description }
}

/// The handshake of a new thread: it tells its id, then waits until it is promoted.
@safe
private final class ThreadStart: @unchecked Sendable {
  let body: rt_work
  let context: UnsafeMutableRawPointer?
  let threadID = Atomic<Int32>(0)
  let isReleased = Atomic<Bool>(false)

  init(body: @escaping rt_work, context: UnsafeMutableRawPointer?) {
    unsafe self.body = body
    unsafe self.context = unsafe context
  }

  static func run(_ opaque: UnsafeMutableRawPointer?) {
    guard let opaque = unsafe opaque else { return }
    let (body, context) = unsafe Unmanaged<ThreadStart>.fromOpaque(opaque).takeRetainedValue()
      .hold()
    unsafe rt_call_work(body, context)
  }

  private func hold() -> (rt_work, UnsafeMutableRawPointer?) {
    let held = unsafe (body, context)
    threadID.store(rt_thread_id(), ordering: .releasing)
    pollUntil { isReleased.load(ordering: .acquiring) }
    return unsafe held
  }

  func waitForThreadID() -> Int32 {
    pollUntil { threadID.load(ordering: .acquiring) != 0 }
    return threadID.load(ordering: .acquiring)
  }

  func release() { isReleased.store(true, ordering: .releasing) }

  private func pollUntil(_ condition: () -> Bool) {
    while !condition() { _ = rt_sleep_until(rt_now_nanoseconds() + 100_000) }
  }
}
