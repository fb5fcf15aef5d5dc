public import Telemetry

/// What was recorded at one moment.
public struct Recorded<Content: Sendable & Equatable>: Sendable, Equatable {
  /// Creates one.
  public init(nanoseconds: Int64, unixNanoseconds: Int64, content: Content) {
    self.nanoseconds = nanoseconds
    self.unixNanoseconds = unixNanoseconds
    self.content = content
  }

  /// When, from the begin of the recording.
  public var nanoseconds: Int64
  /// When, in nanoseconds since 1970.
  public var unixNanoseconds: Int64
  /// What.
  public var content: Content
}

/// A frame of a recording.
public typealias RecordedFrame = Recorded<TelemetryFrame>
/// A cause, at the time it came; before the begin when it was known already then.
public typealias RecordedCause = Recorded<CauseStatus>
/// An event, at the time it came; before the begin when it was known already then.
public typealias RecordedEvent = Recorded<EventStatus>
