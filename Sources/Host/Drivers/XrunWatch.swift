import Drivers
import Synchronization

/// Says when a driver counts xruns, so that a host without a meter tells too.
///
/// The first ones at once, then at most every tenth look: a bad minute must not push everything
/// else off the list of events.
final class XrunWatch: Sendable {
  fileprivate static let looksBetweenLines = 10

  fileprivate struct Seen {
    var driver: ObjectIdentifier?
    var toldXruns: UInt64 = 0
    var looksSinceLine = XrunWatch.looksBetweenLines
  }

  private let events: EventLog
  private let seen = Mutex(Seen())

  init(events: EventLog) { self.events = events }

  /// Looks at the driver in use; the last look tells what is left to tell.
  func look(at driver: any Driver, isLast: Bool = false) {
    let xruns = driver.counters.xruns.load(ordering: .relaxed)
    let new = seen.withLock { $0.takeNew(xruns, of: ObjectIdentifier(driver), isLast: isLast) }
    guard new > 0 else { return }
    let total = new == xruns ? "" : ", \(xruns) in all"
    events.add("\(driver.name): \(new) xrun\(new == 1 ? "" : "s") on \(driver.device)\(total)")
  }
}

extension XrunWatch.Seen {
  fileprivate mutating func takeNew(
    _ xruns: UInt64, of driver: ObjectIdentifier, isLast: Bool
  ) -> UInt64 {
    if self.driver != driver { self = Self(driver: driver) }
    looksSinceLine += 1
    let isDue = isLast || looksSinceLine >= XrunWatch.looksBetweenLines
    guard isDue, xruns > toldXruns else { return 0 }
    defer { (toldXruns, looksSinceLine) = (xruns, 0) }
    return xruns - toldXruns
  }
}
