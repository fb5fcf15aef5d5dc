// Control side.

/// A thread as the governor's events call it.
public struct GovernedThreadName: Sendable, Equatable, CustomStringConvertible {
  /// The thread's name.
  public var thread: String
  /// The queue it works in; nil for a thread that joined its class by itself.
  public var queue: String?
  /// The class it belongs to.
  public var taskClass: String

  /// Such as `worker audio 2 of queue audio`.
  public var description: String {
    guard let queue else { return "thread \(thread)" }
    return "worker \(thread) of queue \(queue)"
  }
}

/// What the governor did or noticed.
public enum GovernorEvent: Sendable, Equatable {
  /// A class had used up the share and was lowered, so many times in so many seconds; `greediest` is
  /// the thread that had used most.
  case lowered(
    taskClass: String, percent: Int, times: UInt64, seconds: Int, greediest: GovernedThreadName?)
  /// A class should have been lowered, but a broker granted its priority.
  case spared(taskClass: String, percent: Int, times: UInt64, seconds: Int)
  /// A thread has not given its core away for longer than a second; with the item it is in.
  case doesNotYield(GovernedThreadName, function: String?)
  /// RLIMIT_RTTIME's warning lowered a thread; with the item it was in.
  case demoted(GovernedThreadName, function: String?)
  /// A thread so lowered has rested, and has its priority again.
  case raisedAgain(GovernedThreadName)
  /// A thread could not have its priority again: the errno, or 0 for one a broker had granted.
  case refused(GovernedThreadName, error: Int32)
  /// The governor is not above the threads it watches, and may come too late.
  case outranked(own: String, highest: Int)
  /// So many threads are not watched, because there are too many.
  case unwatched(Int)
}

extension GovernorEvent: CustomStringConvertible {
  /// What happened, in one line.
  public var description: String {
    switch self {
    case .lowered(let taskClass, let percent, let times, let seconds, let greediest):
      "class \(taskClass) used its \(percent) % of 10 ms and was lowered "
        + Self.count(times, in: seconds) + (greediest.map { " (\($0))" } ?? "")
    case .spared(let taskClass, let percent, let times, let seconds):
      "class \(taskClass) used its \(percent) % of 10 ms \(Self.count(times, in: seconds)), but "
        + "its priority cannot be given back once taken; RLIMIT_RTTIME alone limits it"
    case .doesNotYield(let name, let function):
      "\(name), class \(name.taskClass), has not paused for a second"
        + Self.place(function)
    case .demoted(let name, let function):
      "\(name), class \(name.taskClass), reached RLIMIT_RTTIME and was lowered"
        + Self.place(function)
    case .raisedAgain(let name):
      "\(name), class \(name.taskClass), has rested and has its priority again"
    case .refused(let name, let error):
      "\(name), class \(name.taskClass), cannot have its real-time priority again"
        + (error == 0 ? "" : ": error \(error)")
    case .outranked(let own, let highest):
      "the governor has \(own), threads it watches have real-time priority \(highest): they may "
        + "keep it from its core. Cure: let RLIMIT_RTPRIO be 95"
    case .unwatched(let count):
      "\(count) real-time threads are not watched by the governor: it has room for "
        + "\(GovernorCore.slotCount)"
    }
  }

  private static func count(_ times: UInt64, in seconds: Int) -> String {
    let often = times == 1 ? "once" : "\(times) times"
    return "\(often) in \(seconds <= 1 ? "this second" : "the last \(seconds) seconds")"
  }

  private static func place(_ function: String?) -> String { function.map { ", in \($0)" } ?? "" }
}
