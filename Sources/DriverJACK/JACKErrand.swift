// Control side.
import CJACK
import CRealtime
import Drivers
import Glibc
import Realtime
import Synchronization

/// A call of JACK's library, on a thread of its own: who waits for it can give up.
///
/// A server that is stopped or stuck answers no request, and the library waits for ever.
final class JACKErrand: @unchecked Sendable {
  /// Questions that were given up, and that the library still waits for.
  ///
  /// As long as there are such, others wait in vain: the library opens one client at a time.
  static let overdueQuestions = Atomic<Int>(0)

  private let body: @Sendable () -> Void
  private let late: @Sendable () -> Void
  private let state = Atomic<UInt8>(running)

  private static let running: UInt8 = 0
  private static let ended: UInt8 = 1
  private static let givenUp: UInt8 = 2

  private init(
    _ body: @escaping @Sendable () -> Void, late: @escaping @Sendable () -> Void
  ) {
    self.body = body
    self.late = late
  }

  /// Performs `body`; false when that lasts longer than `nanoseconds`: then it goes on, and `late`
  /// follows.
  ///
  /// When no thread can be started, the calling one performs it.
  static func perform(
    within nanoseconds: Int64, _ body: @escaping @Sendable () -> Void,
    late: @escaping @Sendable () -> Void = {}
  ) -> Bool {
    let errand = JACKErrand(body, late: late)
    let end = Clock.now() + nanoseconds
    if !startDetachedThread({ errand.run() }) { errand.run() }
    while errand.state.load(ordering: .acquiring) == running {
      if Clock.now() >= end { return !errand.giveUp() }
      _ = rt_sleep_until(Clock.now() + 200_000)
    }
    return true
  }

  /// Asks for something; nil when no answer comes in time, and then `unwanted` has it.
  static func ask<Answer: Sendable>(
    within nanoseconds: Int64,
    _ question: @escaping @Sendable () -> Result<Answer, DriverError>,
    unwanted: @escaping @Sendable (Answer) -> Void
  ) throws(DriverError) -> Answer? {
    let reply = Reply<Answer>()
    let isInTime = perform(within: nanoseconds) {
      let result = question()
      reply.result.withLock { $0 = result }
    } late: {
      overdueQuestions.wrappingSubtract(1, ordering: .relaxed)
      if case .success(let answer) = reply.result.withLock({ $0 }) { unwanted(answer) }
    }
    guard isInTime else {
      overdueQuestions.wrappingAdd(1, ordering: .relaxed)
      return nil
    }
    return try reply.result.withLock { $0 }?.get()
  }

  private func run() {
    body()
    let before = state.exchange(Self.ended, ordering: .acquiringAndReleasing)
    if before == Self.givenUp { late() }
  }

  /// Leaves it to itself; false when it has just ended.
  private func giveUp() -> Bool {
    state.compareExchange(
      expected: Self.running, desired: Self.givenUp, ordering: .acquiringAndReleasing
    ).exchanged
  }
}

/// What an errand brings.
private final class Reply<Answer: Sendable>: Sendable {
  let result = Mutex<Result<Answer, DriverError>?>(nil)
}

/// Starts a thread of normal priority that nobody joins; false when there is none to be had.
func startDetachedThread(_ body: @escaping @Sendable () -> Void) -> Bool {
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  pthread_attr_setinheritsched(&attributes, Int32(PTHREAD_EXPLICIT_SCHED))
  let start = Unmanaged.passRetained(DetachedBody(body))
  var thread = pthread_t()
  let error = pthread_create(
    &thread, &attributes,
    { context in
      guard let context else { return nil }
      Unmanaged<DetachedBody>.fromOpaque(context).takeRetainedValue().body()
      return nil
    }, start.toOpaque())
  if error != 0 { start.release() }
  return error == 0
}

private final class DetachedBody: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
