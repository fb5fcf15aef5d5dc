// Control side.

extension ThreadOrderingGroup {
  /// What the group's lock guards.
  struct State {
    var order: ThreadOrder
    var places: [ThreadOrder.MemberID: Place]
    /// When the server wakes by itself; `.max` for never.
    var serverNanoseconds = Int64.max
  }

  /// A member's thread, and where it sleeps.
  struct Place {
    let threadID: Int32
    let signal = OrderingSignal()
  }

  /// Whom to wake once the lock was given back.
  struct Wakes {
    var turn: OrderingSignal?
    var ended: [OrderingSignal] = []
    var wakesServer = false
  }
}

extension ThreadOrderingGroup.State {
  mutating func note(
    _ step: ThreadOrder.Step, _ wakes: inout ThreadOrderingGroup.Wakes
  ) {
    if let next = step.next { wakes.turn = places[next]?.signal }
    if let removed = step.removed, let place = places.removeValue(forKey: removed) {
      wakes.ended.append(place.signal)
    }
  }

  /// Whoever waits when the group is over, and the server if it has to look earlier than it would.
  mutating func noteRest(_ wakes: inout ThreadOrderingGroup.Wakes, now: Int64) {
    if order.isOver {
      wakes.ended += places.values.map(\.signal)
      places = [:]
      wakes.wakesServer = true
    } else if let next = order.nextNanoseconds(now: now), next < serverNanoseconds {
      serverNanoseconds = next
      wakes.wakesServer = true
    }
  }
}
