// Control side.

/// One of a device's channels, as a session names it.
public enum DeviceChannel: Sendable, Hashable {
  /// By its number, counted from 0.
  case number(Int)
  /// By its position, such as `FL` or `LFE`, on a device that tells where its channels are.
  case position(String)
}

extension DeviceChannel: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  /// A channel by its number, counted from 0.
  public init(integerLiteral value: Int) { self = .number(value) }

  /// A channel by its position.
  public init(stringLiteral value: String) { self = .position(value) }
}

extension DeviceChannel: CustomStringConvertible {
  /// The channel as people name it: numbers count from 1.
  public var description: String {
    switch self {
    case .number(let number): "\(number + 1)"
    case .position(let position): position
    }
  }
}
