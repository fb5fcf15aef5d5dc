// Control side.

/// The shape of an equalizer's band, by the numbers of the choice.
public enum EqualizerShape: Int, Sendable, CaseIterable {
  case peak
  case lowShelf
  case highShelf
  case lowPass
  case highPass
  case bandPass
  case notch
  case allPass

  /// What sessions call it.
  public var name: String {
    switch self {
    case .peak: "peak"
    case .lowShelf: "low-shelf"
    case .highShelf: "high-shelf"
    case .lowPass: "low-pass"
    case .highPass: "high-pass"
    case .bandPass: "band-pass"
    case .notch: "notch"
    case .allPass: "all-pass"
    }
  }
}
