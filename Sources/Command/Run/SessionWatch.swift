import Dispatch
import Plugins
import Synchronization

/// Looks a few times a second whether a session's file has changed.
///
/// By its name, because editors put a new file in the old one's place. A change is told once the
/// file stays as it is for one look, so that nothing half written is read.
final class SessionWatch {
  static let intervalMilliseconds = 200

  private let timer: any DispatchSourceTimer

  /// Calls `changed` after each change, on a thread of its own.
  init(_ looks: SessionLooks, changed: @escaping @Sendable () -> Void) {
    let looks = Mutex(looks)
    timer = DispatchSource.makeTimerSource(queue: .global())
    let interval = DispatchTimeInterval.milliseconds(Self.intervalMilliseconds)
    timer.schedule(deadline: .now() + interval, repeating: interval)
    timer.setEventHandler {
      if looks.withLock({ $0.hasSettledAnew() }) { changed() }
    }
    timer.resume()
  }

  /// Stops looking.
  func cancel() { timer.cancel() }
}

/// What was seen of a file.
struct SessionLooks {
  private let path: String
  private var told: String
  private var last: String

  init(at path: String) {
    self.path = path
    told = Self.look(at: path)
    last = told
  }

  /// Looks; says whether the file is another than was told last, and there, and as at the last look.
  mutating func hasSettledAnew() -> Bool {
    let now = Self.look(at: path)
    defer { last = now }
    guard now == last, now != told, !now.isEmpty else { return false }
    told = now
    return true
  }

  /// Its name, size and time; empty while it is not there.
  private static func look(at path: String) -> String {
    var fingerprint = FileFingerprint()
    return fingerprint.add(path) ? fingerprint.text : ""
  }
}
