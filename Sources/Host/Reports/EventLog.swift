import Realtime
import Synchronization
public import Telemetry

/// The last things that happened, for the meter and for whoever listens.
///
/// Thread: control.
public final class EventLog: Sendable {
  /// Events kept.
  public static let capacity = 32

  /// Called with each event's text, on the thread that adds it.
  public typealias Listener = @Sendable (String, EventSeverity) -> Void

  private let events = Mutex<[EventStatus]>([])
  private let startNanoseconds = Clock.now()
  private let listener: Listener?
  private let follower = Mutex<(@Sendable (EventStatus) -> Void)?>(nil)

  /// Creates an empty log.
  public init(listener: Listener? = nil) { self.listener = listener }

  /// Nanoseconds since the log was created.
  public var uptimeNanoseconds: Int64 { Clock.now() - startNanoseconds }

  /// The events, oldest first.
  public var all: [EventStatus] { events.withLock { $0 } }

  /// Has somebody beside the listener told of each event from now on; nil for nobody.
  func follow(_ body: (@Sendable (EventStatus) -> Void)?) { follower.withLock { $0 = body } }

  /// Adds an event; the oldest goes when there are too many.
  public func add(_ text: String, _ severity: EventSeverity = .notice) {
    let event = EventStatus(uptimeNanoseconds: uptimeNanoseconds, text: text)
    events.withLock { events in
      events.append(event)
      if events.count > Self.capacity { events.removeFirst() }
    }
    listener?(text, severity)
    follower.withLock { $0 }?(event)
  }
}
