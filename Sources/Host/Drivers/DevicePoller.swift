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
  private let knownDevices = Mutex<[String: Set<String>]>([:])

  init(providers: [DriverProvider], device: String?, events: EventLog) {
    self.providers = providers
    self.device = device
    self.events = events
  }

  /// Looks once; the first look only remembers.
  ///
  /// Of the driver in use only the devices are looked at: asking it more could disturb it.
  func poll(using driver: String? = nil) {
    for provider in providers {
      pollDevices(of: provider)
      if provider.name != driver { pollAvailability(of: provider) }
    }
  }

  private func pollDevices(of provider: DriverProvider) {
    let found = provider.devices()
    let before = knownDevices.withLock { known in
      defer { known[provider.name] = found }
      return known[provider.name]
    }
    guard let before else { return }
    for device in before.subtracting(found).sorted() {
      events.add("\(provider.name): \(device) is gone")
    }
    for device in found.subtracting(before).sorted() {
      events.add("\(provider.name): \(device) is there")
    }
  }

  private func pollAvailability(of provider: DriverProvider) {
    let found = provider.probe(device)
    let before = known.withLock { known in
      defer { known[provider.name] = found }
      return known[provider.name]
    }
    // Which of several devices it would be is no news: those are told one by one.
    guard let before, before.isAvailable != found.isAvailable else { return }
    events.add("\(provider.name): \(found.reason)")
  }
}
