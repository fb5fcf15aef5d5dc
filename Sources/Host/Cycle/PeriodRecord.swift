/// What is kept of one period: when each of its parts began.
///
/// Times are nanoseconds on CLOCK_MONOTONIC.
struct PeriodRecord: BitwiseCopyable, Equatable {
  /// Counts periods, from 1.
  var number: UInt64 = 0
  /// The driver's number at the gate.
  var driver: UInt32 = 0
  /// Whether its work was done when it was closed.
  var isComplete = true
  /// When the device asked for it.
  var asked: Int64 = 0
  /// When the driver's thread came to it.
  var ran: Int64 = 0
  /// When its work was done, or given up; only of a period that went wrong.
  var performed: Int64 = 0
  /// When all was there to be played.
  var closed: Int64 = 0
  /// When its work had to be done; 0 for whenever.
  var deadline: Int64 = 0
  /// How long it lasts.
  var length: Int64 = 0
  /// When the thread came to the one before, and when that was closed; 0 for none.
  var beforeRan: Int64 = 0
  var beforeClosed: Int64 = 0

  @_noLocks
  init() {}

  /// Whether it was not there in time: its work was given up, or was done after the next was due.
  var isLate: Bool {
    @_noLocks get {
      !isComplete || (closed - asked > length && (deadline == 0 || closed > deadline))
    }
  }

  /// Whether the device let more time go by than a period before it asked.
  var isAfterBreak: Bool {
    @_noLocks get { beforeRan > 0 && asked - beforeRan > length + length / 2 }
  }

  /// Whether its thread slept through the next one, or more.
  var isOverslept: Bool {
    @_noLocks get { wakeDelay >= length }
  }

  /// How late its thread came to it, the period before aside.
  var wakeDelay: Int64 {
    @_noLocks get { max(0, ran - max(asked, beforeClosed)) }
  }

  /// How long it had to wait for the period before.
  var carriedOver: Int64 { max(0, min(ran, beforeClosed) - asked) }

  /// How long it was worked on.
  var work: Int64 { closed - ran }
}
