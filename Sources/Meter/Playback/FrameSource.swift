public import Telemetry

/// Frames that were recorded, each at its time since the first.
public protocol FrameSource {
  /// From the first frame to the last.
  var durationNanoseconds: Int64 { get }

  /// The last frame that is not later than a time since the first; the first for all times before.
  mutating func frame(at nanoseconds: Int64) throws(FrameSourceError) -> TelemetryFrame
}

/// Why a recording cannot be played on, in one line.
public struct FrameSourceError: Error, Equatable, CustomStringConvertible {
  /// The line.
  public let description: String

  /// Creates an error.
  public init(_ description: String) { self.description = description }
}
