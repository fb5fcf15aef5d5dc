import Dispatch
import Host
import Recording
import Synchronization
import Telemetry

/// Records what a host in this process shows, on a thread of the control side.
///
/// When the disk is full or gone, that is told once, and recording goes on as soon as it can.
final class TelemetryRecorder {
  private let recording: SharedRecording
  private var timer: (any DispatchSourceTimer)?

  /// Gets ready to record with `writer`.
  init(_ writer: sending RecordingWriter) { recording = SharedRecording(writer) }

  deinit { timer?.cancel() }

  /// Begins to record the host.
  func begin(_ host: AudioHost) {
    begin(look: { host.latestReport }, tell: { host.events.add($0) })
  }

  /// Begins to record what `look` gives, and tells in a line what goes wrong.
  func begin(
    look: @escaping @Sendable () -> TelemetryFrame, tell: @escaping @Sendable (String) -> Void
  ) {
    recording.begin(look: look, tell: tell)
    let timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
    timer.setEventHandler { [recording] in recording.record(isLast: false) }
    timer.schedule(
      deadline: .now(), repeating: MeterRecording.lookSeconds, leeway: .milliseconds(10))
    timer.resume()
    self.timer = timer
  }

  /// Records a last frame and ends.
  func end() {
    timer?.cancel()
    recording.record(isLast: true)
  }
}

/// What the timer's thread and the one that ends it share.
private final class SharedRecording: Sendable {
  private struct State: ~Copyable {
    let writer: RecordingWriter
    var look: (@Sendable () -> TelemetryFrame)?
    var tell: (@Sendable (String) -> Void)?
    var hasFailed = false
    var skips = 0
  }

  /// Looks between one try to write and the next, while the disk refuses.
  private static let skipsAfterFailure = 80

  private let state: Mutex<State>

  init(_ writer: sending RecordingWriter) { state = Mutex(State(writer: writer)) }

  func begin(
    look: @escaping @Sendable () -> TelemetryFrame, tell: @escaping @Sendable (String) -> Void
  ) {
    state.withLock { ($0.look, $0.tell) = (look, tell) }
  }

  /// What is to be told is told outside of the lock: whoever listens may look at the host.
  func record(isLast: Bool) {
    let (line, tell) = state.withLock { state in
      let line = state.look.flatMap { look in
        Self.record(look(), isLast: isLast, with: &state)
      }
      defer { if isLast { state.look = nil } }
      return (line, state.tell)
    }
    if let line { tell?(line) }
  }

  /// Records a frame; the line to tell when that changes how recording goes.
  private static func record(
    _ frame: TelemetryFrame, isLast: Bool, with state: inout State
  ) -> String? {
    state.skips -= 1
    guard state.skips < 0 || isLast else { return nil }
    do throws(RecordingError) {
      try state.writer.append(frame, isLast: isLast)
      state.skips = 0
      defer { state.hasFailed = false }
      return state.hasFailed ? "telemetry is recorded again" : nil
    } catch {
      state.skips = skipsAfterFailure
      defer { state.hasFailed = true }
      return state.hasFailed ? nil : "telemetry is not recorded: \(error)"
    }
  }
}
