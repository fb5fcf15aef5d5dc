import Host
import Logging
import Synchronization

/// Logs what happens, but not while the meter has the screen.
final class EventPrinter: Sendable {
  /// Whether the meter shows the events instead.
  let isQuiet = Atomic<Bool>(false)
  private let logger: Logger

  init(_ logger: Logger) { self.logger = logger }

  /// Thread: any of the control side.
  @Sendable func take(_ text: String, _ severity: EventSeverity) {
    guard !isQuiet.load(ordering: .relaxed) else { return }
    logger.log(level: Logger.Level(severity), "\(text)")
  }
}
