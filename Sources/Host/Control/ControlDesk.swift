import Realtime
import Synchronization

/// The controls of a session on the control side: makes the cycle's tables, and hears its requests.
///
/// Thread: control; calls wait for each other.
final class ControlDesk: Sendable {
  private struct State {
    var numbers: UInt32 = 0
    /// Tables that the cycle has, may have or may come to have.
    var tables: [ControlMap] = []
    var toldLost = 0
  }

  /// What the cycle reads messages with; valid as long as the desk.
  let cycle: ControlCycle
  private let state = Mutex(State())

  init() {
    let core = UnsafeMutablePointer<ControlCore>.allocate(capacity: 1)
    core.initialize(to: ControlCore(numbered: .allocate(capacity: ControlCore.mostPorts * 16)))
    core.pointee.numbered.initialize(
      repeating: NumberedParameter(), count: ControlCore.mostPorts * 16)
    cycle = ControlCycle(core: core)
  }

  deinit {
    cycle.core.pointee.numbered.deallocate()
    cycle.core.deinitialize(count: 1)
    cycle.core.deallocate()
  }

  /// Makes the table of a session's controls; the cycle does not have it yet.
  func prepare(_ graph: SessionGraph) -> ControlMap {
    state.withLock { state in
      state.numbers += 1
      return ControlMap(graph, number: state.numbers, after: state.tables.last)
    }
  }

  /// Has the cycle go by a table from the next period on.
  func post(_ map: ControlMap) {
    state.withLock { $0.tables.append(map) }
    _ = cycle.core.pointee.posted.exchange(map.table, ordering: .acquiringAndReleasing)
  }

  /// Has the cycle tell each message, or not any more.
  func learn(_ isLearning: Bool) {
    cycle.core.pointee.isLearning.store(isLearning, ordering: .relaxed)
  }

  /// What controls ask for since the last time, oldest first.
  func takeOrders() -> [ControlOrder] {
    let used = cycle.core.pointee.used.load(ordering: .acquiring)
    var orders: [ControlOrder] = []
    return state.withLock { state in
      // As many as there were: more come meanwhile.
      for _ in 0..<ControlCore.capacity {
        guard let request = cycle.core.pointee.requests.take() else { break }
        if let order = ControlOrder(request, among: state.tables) { orders.append(order) }
      }
      // What the cycle has left behind, it does not come back to.
      state.tables.removeAll { $0.number < used }
      return orders
    }
  }

  /// How many requests were lost since the last time.
  func takeLost() -> Int {
    state.withLock { state in
      let lost = cycle.core.pointee.lost.load(ordering: .relaxed)
      defer { state.toldLost = lost }
      return lost - state.toldLost
    }
  }
}

/// What a control asks for.
enum ControlOrder: Equatable {
  /// A button was pressed, or let go.
  case button(SessionControl, isPressed: Bool)
  /// A message came in at a port counted from 0.
  case learned(port: Int, bytes: [UInt8])

  fileprivate init?(_ request: ControlRequest, among tables: [ControlMap]) {
    if case .learned = request.kind {
      let bytes = [16, 8, 0].map { UInt8(truncatingIfNeeded: request.control >> $0) }
      self = .learned(port: Int(request.table), bytes: bytes)
      return
    }
    guard let map = tables.first(where: { $0.number == request.table }) else { return nil }
    let isPressed = if case .pressed = request.kind { true } else { false }
    self = .button(map.controls[Int(request.control)].control, isPressed: isPressed)
  }
}
