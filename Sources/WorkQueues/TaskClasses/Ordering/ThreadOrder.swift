// Control side.

/// Whose turn it is in a thread ordering group, by the clock it is given.
///
/// Pure arithmetic: who owns it keeps threads from calling at once, wakes whom it names, and calls
/// `advance` when `nextNanoseconds` has come.
///
/// A member takes part from the period after its first wait. A period that is late by a whole period
/// or more is left out, not made up for.
struct ThreadOrder: Sendable {
  typealias MemberID = Int
  /// The member that made the group.
  static let parent: MemberID = 0

  /// What is to be done after a change.
  struct Step: Equatable, Sendable {
    /// Whose turn begins.
    var next: MemberID?
    /// Who was removed for overrunning.
    var removed: MemberID?
  }

  private struct Member {
    let id: MemberID
    /// -1 before the parent, 0 the parent, 1 after it.
    let rank: Int
    var isWaiting = false
    /// The period it ran in last, or first waited in.
    var lastPeriod: UInt64 = 0
  }

  private enum Phase: Equatable {
    /// The parent has not waited yet.
    case idle
    /// A member runs.
    case turn(MemberID)
    /// All have run; the period is not over yet.
    case resting
    /// The group has ended.
    case over
  }

  let times: OrderingTimes
  private var members = [Member(id: Self.parent, rank: 0)]
  private var phase = Phase.idle
  private var nextID = Self.parent + 1
  /// Periods begun.
  private var period: UInt64 = 0
  private var periodBegin: Int64 = 0
  /// From when on the members together have a period and the time-out: the period's begin, or the
  /// last removal in it.
  private var limitBegin: Int64 = 0

  init(times: OrderingTimes) { self.times = times }

  var isOver: Bool { phase == .over }

  func contains(_ id: MemberID) -> Bool { index(of: id) != nil }

  private func index(of id: MemberID) -> Int? { members.firstIndex { $0.id == id } }

  /// Adds a member behind those that joined on its side of the parent before.
  mutating func join(before: Bool) -> MemberID {
    defer { nextID += 1 }
    let member = Member(id: nextID, rank: before ? -1 : 1)
    let place = members.firstIndex { $0.rank > member.rank } ?? members.count
    members.insert(member, at: place)
    return member.id
  }

  /// Ends a member's turn, if it had one, and queues it for its next; nil when it is no member.
  mutating func wait(_ id: MemberID, now: Int64) -> Step? {
    guard !isOver, let index = index(of: id), !members[index].isWaiting else { return nil }
    members[index].isWaiting = true
    if phase == .turn(id) { return passOn(now: now) }
    members[index].lastPeriod = period
    if phase == .idle, id == Self.parent { return begin(at: now, now: now) }
    return Step()
  }

  /// Takes a member out, the parent excepted; nil when it is none.
  mutating func leave(_ id: MemberID, now: Int64) -> Step? {
    guard !isOver, id != Self.parent, let index = index(of: id) else { return nil }
    members.remove(at: index)
    return phase == .turn(id) ? passOn(now: now) : Step()
  }

  /// Ends the group.
  mutating func end() { phase = .over }

  /// When something happens next if nobody waits or leaves until then; nil for never.
  func nextNanoseconds(now: Int64) -> Int64? {
    switch phase {
    case .idle, .over: return nil
    case .resting: return periodEnd
    case .turn:
      // The period's end comes first: once all have run in time nobody need be woken early.
      if now < periodEnd { return min(periodEnd, limit ?? .max) }
      return limit
    }
  }

  /// Does what is due.
  mutating func advance(now: Int64) -> Step {
    switch phase {
    case .idle, .over: return Step()
    case .resting: return now < periodEnd ? Step() : beginNext(now: now)
    case .turn(let id):
      guard let limit, now >= limit else { return Step() }
      return remove(id, now: now)
    }
  }

  private var periodEnd: Int64 { periodBegin + times.periodNanoseconds }
  private var limit: Int64? {
    times.timeoutNanoseconds.map { limitBegin + times.periodNanoseconds + $0 }
  }

  private mutating func remove(_ id: MemberID, now: Int64) -> Step {
    guard id != Self.parent else {
      phase = .over
      return Step()
    }
    members.removeAll { $0.id == id }
    limitBegin = now
    var step = passOn(now: now)
    step.removed = id
    return step
  }

  /// Gives the turn to the next member; after the last one the period goes on without members.
  private mutating func passOn(now: Int64) -> Step {
    if let next = members.firstIndex(where: { $0.isWaiting && $0.lastPeriod < period }) {
      members[next].isWaiting = false
      members[next].lastPeriod = period
      phase = .turn(members[next].id)
      return Step(next: members[next].id)
    }
    guard now < periodEnd else { return beginNext(now: now) }
    phase = .resting
    return Step()
  }

  private mutating func beginNext(now: Int64) -> Step {
    let late = (now - periodEnd) / times.periodNanoseconds * times.periodNanoseconds
    return begin(at: periodEnd + late, now: now)
  }

  private mutating func begin(at nanoseconds: Int64, now: Int64) -> Step {
    period += 1
    periodBegin = nanoseconds
    limitBegin = nanoseconds
    return passOn(now: now)
  }
}
