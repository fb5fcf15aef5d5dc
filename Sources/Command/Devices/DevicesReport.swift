import DriverALSA
import Host

/// What can be played to.
struct DevicesReport: Report {
  /// In the order `auto` tries them.
  let drivers: [DriverEntry]
  /// nil when none can be had.
  let auto: Choice?
  /// The PCMs of all cards.
  let cards: [ALSADevice]
  /// The names of the library's configuration.
  let pcms: [ALSAPCMName]

  init(
    drivers: [(name: String, availability: DriverProvider.Availability)], cards: [ALSADevice],
    pcms: [ALSAPCMName]
  ) {
    self.drivers = drivers.map { name, availability in
      DriverEntry(
        name: name, isAvailable: availability.isAvailable, found: availability.reason)
    }
    auto = Choice(self.drivers)
    self.cards = cards
    self.pcms = pcms
  }

  /// One driver.
  struct DriverEntry: Encodable {
    let name: String
    let isAvailable: Bool
    /// What is there, or why it cannot be had.
    let found: String
  }

  /// The driver `auto` would take.
  struct Choice: Encodable {
    let driver: String
    /// What stood in the way of those before it, and what it found.
    let reason: String

    fileprivate init?(_ drivers: [DriverEntry]) {
      guard let index = drivers.firstIndex(where: \.isAvailable) else { return nil }
      driver = drivers[index].name
      reason = drivers[...index].map(\.found).joined(separator: ", ")
    }
  }
}
