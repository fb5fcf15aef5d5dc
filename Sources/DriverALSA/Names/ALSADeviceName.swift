// Control side.
public import Drivers
import Glibc

/// A device named by its card, whatever number that has this time.
///
/// `card:PCH` by ALSA's short name, `usb:1235:8210` by vendor and product, and `match:*Scarlett*`
/// by a shell pattern over short name, name and long name, capitals or not; a pattern without
/// wildcards is looked for anywhere in them. `,DEV=1` after it names another PCM of the card than
/// the first, and `,plug` has the library convert what the card cannot do.
public struct ALSADeviceName: Sendable, Equatable {
  enum Card: Sendable, Equatable {
    case id(String)
    case usb(String)
    case pattern(String)
  }

  /// As it was written.
  public let text: String
  let card: Card
  /// The card's PCM, from 0.
  private(set) var device = 0
  private(set) var isConverted = false

  /// Reads a name; nil for one that is a PCM's own, such as `hw:0`.
  ///
  /// Throws `unsupported` for a name that begins as one of these and goes on wrongly. Thread: any.
  public init?(_ text: String) throws(DriverError) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let kind = text[..<colon]
    guard ["card", "usb", "match"].contains(kind) else { return nil }
    var words = text[text.index(after: colon)...].split(
      separator: ",", omittingEmptySubsequences: false)
    while words.count > 1, let option = words.last?.lowercased() {
      if option == "plug" {
        isConverted = true
      } else if option.hasPrefix("dev="), let number = Int(option.dropFirst(4)), number >= 0 {
        device = number
      } else {
        break
      }
      words.removeLast()
    }
    self.text = text
    card = try Self.card(String(kind), words.joined(separator: ","), in: text)
  }

  private static func card(
    _ kind: String, _ value: String, in text: String
  ) throws(DriverError) -> Card {
    switch kind {
    case "card" where !value.isEmpty && !value.contains(","): return .id(value)
    case "match" where !value.isEmpty: return .pattern(value)
    case "usb" where isUSBID(value): return .usb(value.lowercased())
    case "usb":
      throw DriverError(
        .unsupported,
        "device name \(text): write vendor and product as `lsusb` does, such as usb:1235:8210")
    default:
      throw DriverError(
        .unsupported,
        "device name \(text): after \(kind): comes \(kind == "card" ? "a card's id" : "a pattern")"
          + ", then ,DEV=NUMBER or ,plug; `tactus devices` lists what there is")
    }
  }

  private static func isUSBID(_ value: String) -> Bool {
    let parts = value.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { $0.count == 4 && $0.allSatisfy(\.isHexDigit) }
  }

  func stands(for candidate: ALSACard) -> Bool {
    switch card {
    case .id(let id): candidate.id == id
    case .usb(let id): candidate.usbID == id
    case .pattern(let pattern):
      [candidate.id, candidate.name, candidate.longName].contains {
        Self.matches($0, pattern: pattern)
      }
    }
  }

  private static func matches(_ text: String, pattern: String) -> Bool {
    let hasWildcards = pattern.contains { "*?[".contains($0) }
    return fnmatch(hasWildcards ? pattern : "*\(pattern)*", text, foldingCase) == 0
  }

  /// FNM_CASEFOLD, which the C library declares for those who ask for GNU's extensions only.
  private static let foldingCase: CInt = 1 << 4
}
