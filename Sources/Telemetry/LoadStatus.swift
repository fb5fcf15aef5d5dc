/// DSP load: the share of each period that its work took.
public struct LoadStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}

  /// Mean of the periods since the last frame.
  public var now: Double = 0
  /// Largest of the periods since the host started.
  public var highest: Double = 0
  /// One value for each thirtieth of a second, oldest first; the largest load since the frame before.
  public var history: [Double] = []
}
