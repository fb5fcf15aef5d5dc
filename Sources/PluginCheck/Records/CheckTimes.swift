/// How long a plugin takes for 64 frames of noise at 48 kHz.
public struct CheckTimes: Sendable, Codable, Equatable {
  /// The period that times are told for.
  public static let frames = 64
  /// The rate plugins are checked at.
  public static let rate = 48_000

  /// How long such a period lasts.
  public static var periodNanoseconds: Int { frames * 1_000_000_000 / rate }

  /// Half of the periods took no longer than this.
  public let medianNanoseconds: Int
  /// The longest period; of the machine's doing too, not only of the plugin's.
  public let worstNanoseconds: Int

  /// Of times that are at least one.
  init(_ nanoseconds: [Int]) {
    let sorted = nanoseconds.sorted()
    medianNanoseconds = sorted[sorted.count / 2]
    worstNanoseconds = sorted[sorted.count - 1]
  }

  /// The median as a part of the period.
  public var medianShare: Double { Double(medianNanoseconds) / Double(Self.periodNanoseconds) }
}
