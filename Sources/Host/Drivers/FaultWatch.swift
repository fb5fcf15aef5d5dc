import Drivers
import Synchronization

/// Says when a driver counts xruns, suspends, stalls or other faults, so that a host without a meter
/// tells too.
///
/// The first ones at once, then at most every tenth look: a bad minute must not push everything
/// else off the list of events.
final class FaultWatch: Sendable {
  fileprivate static let looksBetweenLines = 10

  fileprivate struct Seen {
    /// Whose faults were told; kept, since the memory of a driver that is gone may be the next one's.
    var counters: DriverCounters?
    var told = DriverFaults()
    var looksSinceLine = FaultWatch.looksBetweenLines
  }

  private let events: EventLog
  private let seen = Mutex(Seen())

  init(events: EventLog) { self.events = events }

  /// Looks at the driver in use; the last look tells what is left to tell.
  func look(at driver: any Driver, isLast: Bool = false) {
    guard let (told, faults) = seen.withLock({ $0.takeNew(driver.counters, isLast: isLast) })
    else { return }
    let news = faults.words(since: told)
    guard !news.isEmpty else { return }
    let total = told == DriverFaults() ? "" : "; in all \(faults.words().joined(separator: ", "))"
    events.add(
      "\(driver.name): \(news.joined(separator: ", ")) on \(driver.device)\(total)", .warning)
  }
}

extension FaultWatch.Seen {
  /// What was told before and what is to be told, when there is something.
  fileprivate mutating func takeNew(
    _ counters: DriverCounters, isLast: Bool
  ) -> (told: DriverFaults, now: DriverFaults)? {
    if self.counters !== counters { self = Self(counters: counters) }
    looksSinceLine += 1
    let faults = DriverFaults(counters)
    let isDue = isLast || looksSinceLine >= FaultWatch.looksBetweenLines
    guard isDue, faults != told else { return nil }
    defer { (told, looksSinceLine) = (faults, 0) }
    return (told, faults)
  }
}
