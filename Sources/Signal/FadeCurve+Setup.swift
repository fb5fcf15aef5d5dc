extension FadeCurve: RawRepresentable, Codable {
  /// As sessions and takes call it.
  public var rawValue: String {
    switch self {
    case .linear: "linear"
    case .smooth: "smooth"
    case .equalPower: "equal-power"
    case .exponential: "exponential"
    }
  }

  /// The curve of that name.
  public init?(rawValue: String) {
    guard let curve = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = curve
  }
}
