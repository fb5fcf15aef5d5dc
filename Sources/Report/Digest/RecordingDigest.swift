public import Recording
public import Telemetry

/// What a report tells of a recording, drawn from its frames.
public struct RecordingDigest: Sendable, Equatable {
  /// The version of the program that recorded.
  public internal(set) var program = ""
  /// When the first frame was, in nanoseconds since 1970.
  public internal(set) var startUnixNanoseconds: Int64 = 0
  /// From the first frame to the last.
  public internal(set) var durationNanoseconds: Int64 = 0
  /// Frames that were read.
  public internal(set) var frameCount = 0
  /// Frames that could not be read.
  public internal(set) var damagedFrames = 0
  /// Hosts, by their processes, in the order they came.
  public internal(set) var processIDs: [Int32] = []
  /// The last frame.
  public internal(set) var last = TelemetryFrame()
  /// What went wrong while it was recorded.
  public internal(set) var troubles = TroubleCounts()
  /// Every cause, in order.
  public internal(set) var causes: [RecordedCause] = []
  /// Causes that came too fast to be recorded.
  public internal(set) var missedCauses: UInt64 = 0
  /// Every event, in order.
  public internal(set) var events: [RecordedEvent] = []
  /// The time of the recording in equal parts.
  public internal(set) var columns: [Column] = []
  /// The names of the channels, as `Column.levels` has them.
  public internal(set) var channels: [String] = []
  /// The mean of the load of all frames.
  public internal(set) var meanLoad = 0.0
  /// The largest load.
  public internal(set) var highestLoad = 0.0

  /// A part of the time.
  public struct Column: Sendable, Equatable {
    /// Frames in it.
    public internal(set) var frames = 0
    /// The sum of their loads.
    var loadSum = 0.0
    /// The largest load.
    public internal(set) var highestLoad = 0.0
    /// Periods missed.
    public internal(set) var misses: UInt64 = 0
    /// The largest level of each channel, linear.
    public internal(set) var levels: [Double] = []

    /// The mean of the loads of its frames; nil when there are none.
    public var meanLoad: Double? { frames > 0 ? loadSum / Double(frames) : nil }
  }

  /// How often what went wrong, while it was recorded.
  public struct TroubleCounts: Sendable, Equatable {
    /// Periods that were too late for the device.
    public internal(set) var xruns: UInt64 = 0
    /// Times the device fell silent.
    public internal(set) var stalls: UInt64 = 0
    /// Errors of the device of other kinds.
    public internal(set) var faults: UInt64 = 0
    /// Devices that went away.
    public internal(set) var losses: UInt64 = 0
    /// Periods that were run.
    public internal(set) var periods: UInt64 = 0
  }

  /// The length of a column.
  public var columnNanoseconds: Double {
    Double(max(1, durationNanoseconds)) / Double(max(1, columns.count))
  }

  /// Each kind of cause there was, the most frequent first.
  public var causesByKind: [(kind: String, count: Int)] {
    Dictionary(grouping: causes, by: \.content.kind)
      .map { (kind: $0.key, count: $0.value.count) }
      .sorted { ($1.count, $0.kind) < ($0.count, $1.kind) }
  }
}
