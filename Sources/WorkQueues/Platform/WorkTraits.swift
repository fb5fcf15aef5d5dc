// Control side.

/// What an item says about itself, so that it comes to the right threads.
///
/// The raw values are those of the flags a callback of Windows gives in `GetParameters`. Where an
/// item's traits do not suit its queue, a put throws `invalidQueue`, as Windows answers
/// `MF_E_INVALID_WORKQUEUE`. Windows says no more than which flags there are, how long such items
/// may take and where fast ones go; what follows here beyond that is chosen.
public struct WorkTraits: OptionSet, Sendable {
  /// The values of Windows' flags, added up.
  public let rawValue: UInt32

  /// Creates traits of the values of Windows' flags.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// It takes less than 1 ms.
  ///
  /// Only for the platform queues `io` and `timer`, where nothing longer is in its way; a serial
  /// queue over these is another queue. Its priority is that of the put.
  public static let fast = WorkTraits(rawValue: 1)

  /// It takes less than 50 µs and only wakes somebody; such an item is fast too.
  ///
  /// Put into a queue, it is treated as a fast one. The thread that finds it due performs it itself,
  /// which spares a hand-over: the timer's, where it is scheduled with `WorkTimer.scheduleSignal`,
  /// and the waiter's, where it waits on a descriptor as a `WaitingItem` that `isSignal`.
  public static let signal = WorkTraits(rawValue: 2)

  /// It waits for something else.
  ///
  /// From its put until it has returned, its queue is one of long-running work; see
  /// `WorkQueue.setLongRunning`. No queue is for items that are fast and blocking.
  public static let blocking = WorkTraits(rawValue: 4)

  /// It keeps its turn: the queue goes on only when somebody replies.
  ///
  /// Only for serial queues, the platform queue `standard` among them. The item calls
  /// `SerialTurn.hold`; one that does not, ends its turn when it returns.
  public static let reply = WorkTraits(rawValue: 8)

  /// Whether it is fast, or said to be by being a signal.
  public var isFast: Bool { !isDisjoint(with: [.fast, .signal]) }
}
