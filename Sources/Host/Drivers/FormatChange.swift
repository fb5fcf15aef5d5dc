import Drivers
import Synchronization

/// What a host needs for another format, made ready beside what plays.
///
/// One that is let go without being taken takes back what it made. Thread: control.
final class FormatChange: Sendable {
  let format: StreamFormat
  /// The graph, where it does not fit as it is.
  let graph: GraphRebuild?
  /// Where the recording goes on, when it has to.
  let tap: RecordingTap?
  /// What measures the channels, where they are others.
  let levels: LevelMeters?
  /// What measures the loudness of what is played, where it has to be another.
  let loudness: PlayedLoudness?
  private let isTaken = Atomic(false)

  init(
    format: StreamFormat, graph: GraphRebuild?, tap: RecordingTap?, levels: LevelMeters?,
    loudness: PlayedLoudness?
  ) {
    self.format = format
    self.graph = graph
    self.tap = tap
    self.levels = levels
    self.loudness = loudness
  }

  deinit {
    if !isTaken.load(ordering: .acquiring) { tap?.discard() }
  }

  /// Notes that it is in use.
  func noteTaken() { isTaken.store(true, ordering: .releasing) }
}
