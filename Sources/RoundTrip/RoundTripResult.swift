/// What several recordings of one pair of channels say together.
public enum RoundTripResult: Sendable, Equatable {
  /// The signal came back each time.
  case measured(Measurement)
  /// It came back never, or not each time, or at places far apart.
  case none(Reason)

  /// Why there is no figure.
  public enum Reason: String, Sendable, Codable {
    /// Nothing came back.
    case noSignal
    /// It came back only after the next repetition had begun.
    case tooLate
    /// It came back at times only, or at changing places.
    case unsteady
  }

  /// The figures.
  public struct Measurement: Sendable, Equatable {
    /// Creates the figures.
    public init(
      delayFrames: Double, spreadFrames: Double, gainDecibels: Double, isInverted: Bool,
      isClipped: Bool, echo: RoundTripEstimate.Echo? = nil
    ) {
      self.delayFrames = delayFrames
      self.spreadFrames = spreadFrames
      self.gainDecibels = gainDecibels
      self.isInverted = isInverted
      self.isClipped = isClipped
      self.echo = echo
    }
    /// The median of the delays, in frames.
    public var delayFrames: Double
    /// From the shortest delay to the longest.
    public var spreadFrames: Double
    /// How much stronger or weaker it came back, in decibels; the median.
    public var gainDecibels: Double
    /// Whether it came back upside down.
    public var isInverted: Bool
    /// Whether one of the recordings reaches full scale.
    public var isClipped: Bool
    /// Another way it took each time, if any.
    public var echo: RoundTripEstimate.Echo?
  }

  /// Sums up what was estimated, in order, nil for each recording without the signal.
  public init(_ estimates: [RoundTripEstimate?]) {
    let found = estimates.compactMap(\.self)
    guard !found.isEmpty else {
      self = .none(.noSignal)
      return
    }
    guard estimates[0] != nil || found.count + 1 < estimates.count else {
      self = .none(.tooLate)
      return
    }
    let delays = found.map(\.delayFrames).sorted()
    guard found.count == estimates.count, let first = delays.first, let last = delays.last,
      last - first < 1, Set(found.map(\.isInverted)).count == 1
    else {
      self = .none(.unsteady)
      return
    }
    let echoes = found.compactMap(\.echo)
    self = .measured(
      Measurement(
        delayFrames: Self.median(delays), spreadFrames: last - first,
        gainDecibels: Self.median(found.map(\.gainDecibels)), isInverted: found[0].isInverted,
        isClipped: found.contains(where: \.isClipped),
        echo: echoes.count == found.count ? echoes[0] : nil))
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
