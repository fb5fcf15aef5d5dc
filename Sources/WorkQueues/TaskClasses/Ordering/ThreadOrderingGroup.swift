// Control side.
import CRealtime
import Realtime
import Synchronization

/// A thread ordering group: who is in it, who runs, and where each member sleeps.
///
/// A member that ends its turn wakes the next one itself. The group's own thread, the server, begins
/// the periods and removes who takes too long.
@safe
final class ThreadOrderingGroup: @unchecked Sendable {
  let id: ThreadOrderingID
  private let state: PriorityLock<State>
  /// The word the server waits on.
  private let serverWord: UnsafeMutablePointer<Atomic<UInt32>>

  /// Makes a group with the calling thread as its parent.
  init(id: ThreadOrderingID, times: OrderingTimes) {
    let places = [ThreadOrder.parent: Place(threadID: rt_thread_id())]
    self.id = id
    state = PriorityLock(State(order: ThreadOrder(times: times), places: places))
    unsafe serverWord = .allocate(capacity: 1)
    unsafe serverWord.initialize(to: Atomic(0))
  }

  deinit {
    unsafe serverWord.deinitialize(count: 1)
    unsafe serverWord.deallocate()
  }

  var isOver: Bool { state.withLock { $0.order.isOver } }

  func contains(_ id: ThreadOrder.MemberID) -> Bool { state.withLock { $0.places[id] != nil } }

  /// The calling thread's new place.
  func join(before: Bool) throws(ThreadOrderingError) -> ThreadOrder.MemberID {
    let place = Place(threadID: rt_thread_id())
    let joined = state.withLock { state -> Result<ThreadOrder.MemberID, ThreadOrderingError> in
      guard !state.order.isOver else { return .failure(.unknown) }
      guard !state.places.values.contains(where: { $0.threadID == place.threadID }) else {
        return .failure(.joinedAlready)
      }
      let id = state.order.join(before: before)
      state.places[id] = place
      return .success(id)
    }
    return try joined.get()
  }

  /// Ends the calling thread's turn and sleeps until its next; false when there will be none.
  func wait(_ id: ThreadOrder.MemberID) -> Bool {
    let now = Clock.now()
    let signal = change { state, wakes -> OrderingSignal? in
      guard let place = state.places[id], place.threadID == rt_thread_id(),
        let step = state.order.wait(id, now: now)
      else { return nil }
      state.note(step, &wakes)
      return place.signal
    }
    return signal?.wait() ?? false
  }

  /// Takes the member out; false when it is none.
  func leave(_ id: ThreadOrder.MemberID) -> Bool {
    change { state, wakes in
      guard let step = state.order.leave(id, now: Clock.now()) else { return false }
      state.places[id] = nil
      state.note(step, &wakes)
      return true
    }
  }

  /// Ends the group, and wakes all that wait; false when it had ended.
  @discardableResult
  func end() -> Bool {
    change { state, _ in
      guard !state.order.isOver else { return false }
      state.order.end()
      return true
    }
  }

  /// The life of the server.
  func serve() {
    while !isOver {
      let seen = unsafe serverWord.pointee.load(ordering: .acquiring)
      let next = change { state, wakes in
        let now = Clock.now()
        state.note(state.order.advance(now: now), &wakes)
        state.serverNanoseconds = state.order.nextNanoseconds(now: now) ?? .max
        return state.serverNanoseconds
      }
      _ = unsafe rt_futex_wait(serverWord, seen, next == .max ? -1 : next)
    }
  }

  /// Changes the state, then wakes whom that concerns.
  private func change<Result>(_ body: (inout State, inout Wakes) -> Result) -> Result {
    var wakes = Wakes()
    let result = state.withLock { state in
      let result = body(&state, &wakes)
      state.noteRest(&wakes, now: Clock.now())
      return result
    }
    wakes.turn?.beginTurn()
    for signal in wakes.ended { signal.end() }
    if wakes.wakesServer {
      unsafe serverWord.pointee.wrappingAdd(1, ordering: .releasing)
      unsafe rt_futex_wake(serverWord, 1)
    }
    return result
  }
}
