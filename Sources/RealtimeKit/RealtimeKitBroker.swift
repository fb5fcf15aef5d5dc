import CRealtime
public import Realtime
import Synchronization

/// RealtimeKit, the service that gives desktop users real-time threads, on the system bus.
///
/// It is asked for the first time when the kernel has refused a thread. When it is not there, does
/// not answer or does not allow it, that is remembered for the life of the process. All of its
/// functions are control-side work.
public final class RealtimeKitBroker: SchedulingBroker {
  /// How long a process waits for it in vain, all in all.
  public static let patienceNanoseconds: Int64 = 2_000_000_000

  /// `RealtimeKit`.
  public let name = "RealtimeKit"
  private let address: String?
  private let now: @Sendable () -> Int64
  private let state: Mutex<State>

  private struct State {
    var patienceNanoseconds: Int64
    var service: RealtimeKitService?
    var limits: RealtimeKitLimits?
    var refusal: SchedulingRefusal?
    var requests = RequestWindow()
    var isCPUTimeLimited = false
  }

  /// Creates a broker that has asked nothing yet.
  ///
  /// The bus is the one DBUS_SYSTEM_BUS_ADDRESS names, or the system's.
  public convenience init() { self.init(address: nil) }

  /// `now` times the requests, not the waiting.
  init(
    address: String?, patienceNanoseconds: Int64 = RealtimeKitBroker.patienceNanoseconds,
    now: @escaping @Sendable () -> Int64 = { Clock.now() }
  ) {
    self.address = address
    self.now = now
    state = Mutex(State(patienceNanoseconds: patienceNanoseconds))
  }

  /// What the service gives at most; throws when there is none.
  public func limits() throws(SchedulingRefusal) -> RealtimeKitLimits {
    try state.withLock { state throws(SchedulingRefusal) in try find(&state).limits }
  }

  /// Asks for SCHED_RR at the priority that stands for what was asked, or for a nice value.
  public func promote(
    threadID: Int32, to asked: ThreadScheduling
  ) throws(SchedulingRefusal) {
    try state.withLock { state throws(SchedulingRefusal) in
      let (service, limits) = try find(&state)
      // Once for all threads, and before the first request: the service looks at it.
      if asked.priority > 0, !state.isCPUTimeLimited {
        guard rt_limit_cpu_time(limits.cpuTimeMicroseconds) == 0 else {
          throw SchedulingRefusal("cannot be used: RLIMIT_RTTIME cannot be set")
        }
        state.isCPUTimeLimited = true
      }
      guard state.requests.take(now: now()) else { throw BusFailure.busy }
      let deadline = Clock.now() + state.patienceNanoseconds
      do throws(BusFailure) {
        try Self.ask(service, limits, threadID: threadID, asked, deadline)
      } catch {
        throw remember(error, in: &state)
      }
    }
  }

  private static func ask(
    _ service: RealtimeKitService, _ limits: RealtimeKitLimits, threadID: Int32,
    _ asked: ThreadScheduling, _ deadlineNanoseconds: Int64
  ) throws(BusFailure) {
    switch asked {
    case .fifo(let priority), .roundRobin(let priority):
      try service.makeRealtime(
        threadID: threadID, priority: limits.priority(for: priority),
        deadlineNanoseconds: deadlineNanoseconds)
    case .normal(let nice):
      try service.makeHighPriority(
        threadID: threadID, nice: max(nice, limits.minimumNice),
        deadlineNanoseconds: deadlineNanoseconds)
    }
  }

  /// The service and its limits, asked for once.
  private func find(
    _ state: inout State
  ) throws(SchedulingRefusal) -> (service: RealtimeKitService, limits: RealtimeKitLimits) {
    if let refusal = state.refusal { throw refusal }
    if let service = state.service, let limits = state.limits { return (service, limits) }
    let start = Clock.now()
    let deadline = start + state.patienceNanoseconds
    do throws(BusFailure) {
      let service = try RealtimeKitService(
        address: address ?? BusConnection.systemAddress, deadlineNanoseconds: deadline)
      let limits = try service.limits(deadlineNanoseconds: deadline)
      state.service = service
      state.limits = limits
      state.patienceNanoseconds = max(0, deadline - Clock.now())
      return (service, limits)
    } catch {
      throw remember(error, in: &state)
    }
  }

  /// Only being busy passes.
  private func remember(_ failure: BusFailure, in state: inout State) -> SchedulingRefusal {
    if failure.isBusy {
      state.requests.close(now: now())
    } else {
      state.refusal = failure.refusal
      state.service = nil
    }
    return failure.refusal
  }
}
