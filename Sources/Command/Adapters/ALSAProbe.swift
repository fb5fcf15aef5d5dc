import DriverALSA
import Drivers
import Host

/// Whether an ALSA PCM can be had, as far as that can be told without opening it.
struct ALSAProbe {
  /// Names by number.
  let cards: [Int: String]
  /// The number of the card with a short name such as `PCH`; nil when there is none.
  let number: (String) -> Int?

  /// Only what stands for a card needs one: `null`, `file` and `jack` play without.
  func availability(_ device: String?) -> DriverProvider.Availability {
    if let device, !Self.standsForCard(device) { return .available("ALSA PCM \(device)") }
    guard let first = cards.min(by: { $0.key < $1.key }) else {
      return .unavailable("no sound card")
    }
    guard let device, let wanted = Self.card(device) else {
      return .available("sound card \(first.value)")
    }
    guard let card = (Int(wanted) ?? number(wanted)).flatMap({ cards[$0] }) else {
      return .unavailable("no sound card \(wanted)")
    }
    return .available("sound card \(card)")
  }

  /// Whether the library looks for a card behind a name.
  private static func standsForCard(_ device: String) -> Bool {
    let name = device.prefix { $0 != ":" }
    return ["default", "sysdefault", "hw", "plughw", "dmix", "dsnoop", "front"].contains(name)
      || name.hasPrefix("surround")
  }

  /// The card in a name such as `hw:0,1` or `plughw:CARD=PCH,DEV=0`; nil when it names none.
  private static func card(_ device: String) -> String? {
    guard let colon = device.firstIndex(of: ":") else { return nil }
    let first = device[device.index(after: colon)...].prefix { $0 != "," }
    let card = first.hasPrefix("CARD=") ? first.dropFirst(5) : first
    return card.isEmpty ? nil : String(card)
  }

  /// Looks for a card by a name that stays the same; nil for a PCM's own name.
  ///
  /// It reads files that everyone may read, and opens nothing.
  static func find(
    _ device: String?, among cards: @autoclosure () -> [ALSACard] = ALSACard.all()
  ) -> DriverProvider.Availability? {
    do throws(DriverError) {
      guard let device, let name = try ALSADeviceName(device) else { return nil }
      return .available("sound card \(try name.find(among: cards()).card.name)")
    } catch {
      return .unavailable(error.message)
    }
  }
}
