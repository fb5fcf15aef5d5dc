import CRealtime
import Foundation
import Realtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("ThreadOrderingGroup", .serialized) struct ThreadOrderingGroupTests {
  private let service = ThreadOrderingService(taskClasses: TaskClassService())

  @Test func threadsRunOneAfterTheOtherInEachPeriod() throws {
    let ring = Ring()
    let parent = try service.create(periodNanoseconds: 1_000_000, timeout: .infinite)
    for (name, before) in [("a", true), ("c", false), ("b", true), ("d", false)] {
      try startMember(Character(name), of: parent.groupID, before: before, in: ring)
    }
    // A member's first turn may come before the others have joined.
    while !ring.hasSeen(["a", "b", "c", "d"]) {
      try parent.wait()
      ring.run("p")
    }
    ring.clear()
    for _ in 0..<20 {
      try parent.wait()
      ring.run("p")
    }
    try parent.delete()
    #expect(eventually { ring.ended == 4 })
    #expect(String(ring.order) == String(repeating: "cdabp", count: 20))
    #expect(ring.mostRunning == 1)
    #expect(ring.codes == Array(repeating: .accessDenied, count: 4))
  }

  @Test func aMemberLeavesInItsTurn() throws {
    let parent = try service.create(periodNanoseconds: 500_000, timeout: .infinite)
    let id = parent.groupID
    let codes = Locked<[ThreadOrderingError.Code?]>([])
    let hasLeft = Flag()
    let thread = Thread { [service] in
      guard let member = try? service.join(id, before: true) else { return }
      let second = orderingFailure { _ = try service.join(id, before: false) }
      let waiting = orderingFailure { try member.wait() }
      let deleting = orderingFailure { try member.delete() }
      let leaving = orderingFailure { try member.leave() }
      let again = orderingFailure { try member.leave() }
      let waitingAgain = orderingFailure { try member.wait() }
      codes.withLock { $0 = [second, waiting, deleting, leaving, again, waitingAgain] }
      hasLeft.set()
    }
    thread.start()
    while !hasLeft.isSet { try parent.wait() }
    #expect(
      codes.withLock { $0 } == [
        .invalidParameter, nil, .invalidFunction, nil, .invalidParameter, .accessDenied,
      ])
    try parent.wait()
    try parent.delete()
  }

  @Test func aMemberThatOverrunsIsRemoved() throws {
    let parent = try service.create(
      periodNanoseconds: 500_000, timeout: .nanoseconds(500_000_000))
    let id = parent.groupID
    let codes = Locked<[ThreadOrderingError.Code?]>([])
    let (hasTurn, isRemoved, hasEnded) = (Flag(), Flag(), Flag())
    let thread = Thread { [service] in
      guard let member = try? service.join(id, before: true) else { return }
      let first = orderingFailure { try member.wait() }
      hasTurn.set()
      while !isRemoved.isSet { usleep(500) }
      let waiting = orderingFailure { try member.wait() }
      let leaving = orderingFailure { try member.leave() }
      codes.withLock { $0 = [first, waiting, leaving] }
      hasEnded.set()
    }
    thread.start()
    // The parent's turn after the member's comes only when the member was removed.
    while !hasTurn.isSet { try parent.wait() }
    isRemoved.set()
    #expect(eventually { hasEnded.isSet })
    #expect(codes.withLock { $0 } == [nil, .accessDenied, .invalidParameter])
  }

  @Test func aParentThatOverrunsEndsTheGroup() throws {
    let ring = Ring()
    let parent = try service.create(
      periodNanoseconds: 500_000, timeout: .nanoseconds(500_000_000))
    try startMember("a", of: parent.groupID, before: false, in: ring)
    try parent.wait()
    #expect(eventually { ring.ended == 1 })
    #expect(ring.codes == [.accessDenied])
    #expect(orderingFailure { try parent.wait() } == .accessDenied)
    #expect(
      orderingFailure { _ = try service.join(parent.groupID, before: true) } == .invalidParameter)
    let again = try service.create(id: parent.groupID, periodNanoseconds: 500_000)
    #expect(orderingFailure { try parent.delete() } == .invalidParameter)
    #expect(
      orderingFailure { _ = try service.create(id: again.groupID, periodNanoseconds: 500_000) }
        == .alreadyExists)
    try again.delete()
  }

  @Test func deletingWakesWhoWaits() throws {
    let ring = Ring()
    let parent = try service.create(periodNanoseconds: 1_000_000)
    for name in ["a", "b"] {
      try startMember(Character(name), of: parent.groupID, before: name == "a", in: ring)
    }
    // The parent never waits, so that no period ever begins.
    try parent.delete()
    #expect(eventually { ring.ended == 2 })
    #expect(ring.codes == [.accessDenied, .accessDenied])
    #expect(ring.order.isEmpty)
    #expect(orderingFailure { try parent.wait() } == .accessDenied)
    #expect(orderingFailure { try parent.delete() } == .invalidParameter)
  }

  @Test func aGroupEndsWithItsParentsPlace() throws {
    let ring = Ring()
    var parent: ThreadOrderingMember? = try service.create(periodNanoseconds: 1_000_000)
    let id = try #require(parent?.groupID)
    try startMember("a", of: id, before: true, in: ring)
    parent = nil
    #expect(eventually { ring.ended == 1 })
    #expect(orderingFailure { _ = try service.join(id, before: true) } == .invalidParameter)
  }

  @Test func aThreadThatDropsItsPlaceLeaves() throws {
    let parent = try service.create(periodNanoseconds: 500_000, timeout: .infinite)
    let id = parent.groupID
    let hasEnded = Flag()
    let thread = Thread { [service] in
      let member = try? service.join(id, before: true)
      try? member?.wait()
      withExtendedLifetime(member) {}
      hasEnded.set()
    }
    thread.start()
    while !hasEnded.isSet { try parent.wait() }
    try parent.wait()
    try parent.delete()
  }

  @Test func identifiersAreGivenOnce() throws {
    let id = ThreadOrderingID(low: 1, high: 2)
    let first = try service.create(id: id, periodNanoseconds: 1_000_000)
    #expect(first.groupID == id)
    #expect(first.isParent)
    #expect(
      orderingFailure { _ = try service.create(id: id, periodNanoseconds: 1_000_000) }
        == .alreadyExists)
    try first.delete()
    let second = try service.create(id: id, periodNanoseconds: 1_000_000)
    let made = try service.create(id: ThreadOrderingID.none, periodNanoseconds: 1_000_000)
    #expect(made.groupID != .none)
    #expect(made.groupID != second.groupID)
    try second.delete()
    try made.delete()
  }

  @Test func theParentNeitherJoinsNorLeaves() throws {
    let parent = try service.create(periodNanoseconds: 1_000_000)
    #expect(
      orderingFailure { _ = try service.join(parent.groupID, before: true) } == .invalidParameter)
    #expect(orderingFailure { try parent.leave() } == .invalidFunction)
    try onNewThread {
      #expect(orderingFailure { try parent.delete() } == .invalidFunction)
      #expect(orderingFailure { try parent.wait() } == .accessDenied)
    }
    try parent.wait()
    try parent.delete()
  }

  @Test func unknownGroupsAndClassesAreRefused() throws {
    let unknown = ThreadOrderingID(low: 9, high: 9)
    #expect(orderingFailure { _ = try service.join(unknown, before: true) } == .invalidParameter)
    #expect(
      orderingFailure {
        _ = try service.create(id: unknown, periodNanoseconds: 1_000_000, taskClass: "Karaoke")
      } == .invalidTaskName)
    #expect(orderingFailure { _ = try service.join(unknown, before: true) } == .invalidParameter)
  }

  @Test(.enabled(if: getuid() == 0, "only root gets every priority"))
  func itsOwnThreadMayBeInAClass() throws {
    let plain = try service.create(periodNanoseconds: 1_000_000)
    #expect(plain.serverGrant?.granted == .normal(nice: 0))
    let urgent = try service.create(periodNanoseconds: 1_000_000, taskClass: "pro audio")
    #expect(urgent.serverGrant?.granted == .fifo(priority: 84))
    for _ in 0..<3 { try urgent.wait() }
    try urgent.delete()
    try plain.delete()
  }

  @Test func codesAreThoseOfWindows() {
    #expect(ThreadOrderingError.Code.allCases.map(\.rawValue) == [1, 5, 8, 87, 183, 1550])
  }

  /// Starts a thread that runs in the ring until the group ends, and waits until it has joined.
  private func startMember(
    _ name: Character, of id: ThreadOrderingID, before: Bool, in ring: Ring
  ) throws {
    let hasJoined = Flag()
    let thread = Thread { [service] in
      let member = try? service.join(id, before: before)
      hasJoined.set()
      guard let member else { return }
      while true {
        if let code = orderingFailure({ try member.wait() }) { return ring.end(code) }
        ring.run(name)
      }
    }
    thread.start()
    try #require(eventually { hasJoined.isSet })
  }
}

/// Who ran, in order, and how many at once.
private final class Ring: Sendable {
  private let log = Locked<(order: [Character], codes: [ThreadOrderingError.Code])>(([], []))
  private let running = Atomic<Int>(0)
  private let most = Atomic<Int>(0)

  var order: [Character] { log.withLock { $0.order } }
  var codes: [ThreadOrderingError.Code] { log.withLock { $0.codes } }
  var ended: Int { codes.count }
  var mostRunning: Int { most.load(ordering: .acquiring) }

  func hasSeen(_ names: [Character]) -> Bool { Set(names).isSubset(of: order) }

  func clear() { log.withLock { $0.order = [] } }

  func run(_ name: Character) {
    let now = running.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
    most.max(now, ordering: .sequentiallyConsistent)
    log.withLock { $0.order.append(name) }
    running.wrappingSubtract(1, ordering: .sequentiallyConsistent)
  }

  func end(_ code: ThreadOrderingError.Code) { log.withLock { $0.codes.append(code) } }
}

/// Something that has happened.
private final class Flag: Sendable {
  private let value = Atomic(false)
  var isSet: Bool { value.load(ordering: .acquiring) }
  func set() { value.store(true, ordering: .releasing) }
}

/// The code a group refuses with; nil when nothing is refused.
private func orderingFailure(_ body: () throws -> Void) -> ThreadOrderingError.Code? {
  do {
    try body()
    return nil
  } catch {
    return (error as? ThreadOrderingError)?.code
  }
}
