import Drivers
import Synchronization

/// Looks every second which drivers and devices can be had, and says when that changes.
///
/// Thread: control; one look at a provider at a time.
final class DevicePoller: Sendable {
  static let intervalNanoseconds: Int64 = 1_000_000_000

  /// What was seen of a provider.
  private struct Known {
    var devices: Set<String>?
    /// By the device that was asked for; nil is the default one.
    var availabilities: [String?: DriverProvider.Availability] = [:]
    /// Whether somebody looks at the moment.
    var isLooking = false
  }

  private let providers: [DriverProvider]
  private let choices: @Sendable () -> [DeviceChoice]
  private let events: EventLog
  private let known = Mutex<[String: Known]>([:])

  /// Creates a poller; `choices` are the devices the session may play on, asked at each look.
  init(
    providers: [DriverProvider], choices: @escaping @Sendable () -> [DeviceChoice],
    events: EventLog
  ) {
    self.providers = providers
    self.choices = choices
    self.events = events
  }

  /// Looks once, in the lane's turn; at a provider whose last look has not returned not again.
  func poll(in lane: DeviceLane, playing: @escaping @Sendable () -> DeviceCandidate?) {
    for provider in providers where begin(provider) {
      lane.put { [self] turn in
        turn.during(.lookingFor(devicesOf: provider)) { poll(provider, playing: playing()) }
        known.withLock { $0[provider.name]?.isLooking = false }
      }
    }
  }

  /// Looks once; the first look only remembers.
  ///
  /// Who has the device that plays is not asked for it: that could disturb it.
  func poll(playing: DeviceCandidate? = nil) {
    for provider in providers { poll(provider, playing: playing) }
  }

  private func begin(_ provider: DriverProvider) -> Bool {
    known.withLock { known in
      defer { known[provider.name, default: Known()].isLooking = true }
      return known[provider.name]?.isLooking != true
    }
  }

  private func poll(_ provider: DriverProvider, playing: DeviceCandidate?) {
    pollDevices(of: provider)
    let inUse = playing.flatMap { $0.provider.name == provider.name ? $0.choice.request : nil }
    // Several names may be told in the same words, as that there is no server.
    var told: Set<String> = []
    for name in names(for: provider) where inUse.map({ $0.device != name }) ?? true {
      guard let news = news(of: name, at: provider), told.insert(news).inserted else { continue }
      events.add("\(provider.name): \(news)")
    }
  }

  /// The devices a session may ask a provider for, each once, in order.
  private func names(for provider: DriverProvider) -> [String?] {
    var names: [String?] = []
    for choice in choices() where ["auto", provider.name].contains(choice.driverName) {
      if !names.contains(choice.request.device) { names.append(choice.request.device) }
    }
    return names.isEmpty ? [nil] : names
  }

  private func pollDevices(of provider: DriverProvider) {
    let found = provider.devices()
    let before = known.withLock { known in
      defer { known[provider.name, default: Known()].devices = found }
      return known[provider.name]?.devices
    }
    guard let before else { return }
    for device in before.subtracting(found).sorted() {
      events.add("\(provider.name): \(device) is gone")
    }
    for device in found.subtracting(before).sorted() {
      events.add("\(provider.name): \(device) is there")
    }
  }

  /// What is new about a device.
  private func news(of device: String?, at provider: DriverProvider) -> String? {
    let found = provider.probe(device)
    let before = known.withLock { known in
      known[provider.name, default: Known()].availabilities.updateValue(found, forKey: device)
    }
    // Which of several devices it would be is no news: those are told one by one.
    guard let before, before.isAvailable != found.isAvailable else { return nil }
    return found.reason
  }
}
