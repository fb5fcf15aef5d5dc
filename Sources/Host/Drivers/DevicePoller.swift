import Synchronization
import WorkQueues

/// Looks every second which drivers can be had, and says when that changes.
///
/// A periodic item of the control queue.
final class DevicePoller: Sendable {
  static let intervalNanoseconds: Int64 = 1_000_000_000

  private let providers: [DriverProvider]
  private let device: String?
  private let events: EventLog
  private let known = Mutex<[String: DriverProvider.Availability]>([:])

  init(providers: [DriverProvider], device: String?, events: EventLog) {
    self.providers = providers
    self.device = device
    self.events = events
  }

  /// Looks once; the first look only remembers.
  func poll() {
    for provider in providers {
      let found = provider.probe(device)
      let before = known.withLock { known in
        defer { known[provider.name] = found }
        return known[provider.name]
      }
      guard let before, before != found else { continue }
      events.add("\(provider.name): \(found.reason)")
    }
  }
}
