// Control side.
import CRealtime
import Realtime
import Synchronization

/// What was told, so that nothing is told twice.
struct GovernorTelling {
  let startNanoseconds = Clock.now()
  var classes: [Int: ToldSums] = [:]
  var hasToldRank = false
  var toldUnwatched = 0
}

extension Governor {
  /// What happened since the last call, oldest first.
  ///
  /// What a class did is summed over a second, or over ten while it goes on and on; `isLast` sums up
  /// at once. Thread: control.
  public func takeEvents(isLast: Bool = false) -> [GovernorEvent] {
    let names = registry.withLock { $0 }
    var events = threadEvents(names)
    telling.withLock { telling in
      let now = Clock.now()
      for (place, taskClass) in names.classes.enumerated() {
        events += classEvents(place, taskClass, names, &telling, now: now, isLast: isLast)
      }
      if names.refused > telling.toldUnwatched {
        telling.toldUnwatched = names.refused
        events.append(.unwatched(names.refused))
      }
      if !telling.hasToldRank, let event = rankEvent() {
        telling.hasToldRank = true
        events.append(event)
      }
    }
    return events
  }

  private func threadEvents(_ names: GovernorRegistry) -> [GovernorEvent] {
    var events: [GovernorEvent] = []
    while let record = unsafe core.pointee.records.take() {
      guard let name = names.name(record.name) else { continue }
      let function = Self.describe(record.value)
      switch record.kind {
      case .doesNotYield: events.append(.doesNotYield(name, function: function))
      case .demoted: events.append(.demoted(name, function: function))
      case .raisedAgain: events.append(.raisedAgain(name))
      case .refused: events.append(.refused(name, error: Int32(record.value)))
      }
    }
    return events
  }

  private func classEvents(
    _ place: Int, _ taskClass: String, _ names: GovernorRegistry, _ telling: inout GovernorTelling,
    now: Int64, isLast: Bool
  ) -> [GovernorEvent] {
    let counters = unsafe core.pointee.classes + place
    let sums = unsafe telling.classes[
      place, default: ToldSums(nanoseconds: telling.startNanoseconds)
    ].takeNew(
      lowered: counters.pointee.timesLowered.load(ordering: .relaxed),
      spared: counters.pointee.timesSpared.load(ordering: .relaxed), now: now, isLast: isLast)
    guard let sums else { return [] }
    let percent = 100 - responsivenessPercent
    var events: [GovernorEvent] = []
    if sums.lowered > 0 {
      let greediest = unsafe counters.pointee.greediest.load(ordering: .relaxed)
      events.append(
        .lowered(
          taskClass: taskClass, percent: percent, times: sums.lowered, seconds: sums.seconds,
          greediest: names.name(GovernedName(word: greediest))))
    }
    if sums.spared > 0 {
      events.append(
        .spared(
          taskClass: taskClass, percent: percent, times: sums.spared, seconds: sums.seconds))
    }
    return events
  }

  private func rankEvent() -> GovernorEvent? {
    guard let own = grant?.granted else { return nil }
    let end = unsafe core.pointee.slotEnd.load(ordering: .acquiring)
    let highest = (0..<end).map { index -> Int32 in
      let slot = unsafe core.pointee.slots + index
      let isWatched =
        unsafe slot.pointee.phase.load(ordering: .acquiring) != GovernedSlot.Phase.free
      return unsafe isWatched && slot.pointee.canBeLowered()
        ? slot.pointee.priority.load(ordering: .relaxed) : 0
    }.max()
    guard let highest, highest > 0, Int(highest) >= own.priority else { return nil }
    return .outranked(own: own.description, highest: Int(highest))
  }

  private static func describe(_ address: UInt) -> String? {
    guard address != 0 else { return nil }
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
      unsafe rt_describe_address(address, text.baseAddress, text.count)
      return unsafe text.baseAddress.map { unsafe String(cString: $0) }
    }
  }
}

extension GovernorRegistry {
  /// A thread's name, unless its slot has another thread by now.
  fileprivate func name(_ name: GovernedName) -> GovernedThreadName? {
    guard let thread = threads[name.slot], thread.generation == name.generation else { return nil }
    return thread.name
  }
}
