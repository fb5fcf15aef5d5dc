import SoundFiles
import Synchronization
import Telemetry

/// What a node does beside the cycle, where it may take its time: reads ahead, writes, measures.
///
/// Each kind is a class of its own with `step` and `complete`, which run one at a time: a call that
/// finds another under way, on a disk that hangs, does nothing. Thread: control.
class BackgroundWork: @unchecked Sendable {
  // Unchecked: what subclasses change, they change in their turn.

  /// Whose work it is, for events.
  let label: String
  /// Whether it is complete.
  private let turn = Mutex(false)
  private var losses = LossReport()

  init(label: String) { self.label = label }

  /// Frames the cycle had to do without, or had nobody to take.
  var lostFrames: Int { 0 }

  /// Whether it can go on as it is with longer periods.
  func fits(maximumFrames: Int) -> Bool { true }

  /// Goes on from where the work of the node before it has come to, which is of the same kind.
  ///
  /// No cycle runs either node.
  func goOn(from other: BackgroundWork, _ tell: (String) -> Void) {}

  /// Takes back what it made that is not wanted; no cycle ever ran its node.
  func discard() {}

  /// What there is to read off it, for a meter.
  var meter: MeterStatus? { nil }

  /// How lost frames are told.
  func describe(lostFrames: Int) -> String {
    "the disk did not keep up: \(lostFrames) frames of silence"
  }

  /// Whether a cycle that it is too late for has to do without.
  var isAwaited: Bool { false }

  /// Does a slice of what has come up since the last time; returns whether there is more of it.
  func step(_ tell: (String) -> Void) throws(SoundFileError) -> Bool { false }

  /// Does the rest; the cycle has ended, or has let go of the node.
  func complete(_ tell: (String) -> Void) throws(SoundFileError) {}

  /// Does a slice of what has come up since the last time; `tell` takes a line for each thing that
  /// went wrong without stopping the work.
  ///
  /// Returns whether there is more of it.
  @discardableResult
  final func perform(_ tell: (String) -> Void) throws(SoundFileError) -> Bool {
    try turn.withLockIfAvailable { isComplete throws(SoundFileError) in
      if isComplete { return false }
      defer { tellLosses(tell, isLast: false) }
      return try step(tell)
    } ?? false
  }

  /// Does the rest, once; returns whether there was any, or it was done before.
  final func finish(_ tell: (String) -> Void) throws(SoundFileError) -> Bool {
    try turn.withLock { isComplete throws(SoundFileError) in
      if isComplete { return false }
      isComplete = true
      defer { tellLosses(tell, isLast: true) }
      try complete(tell)
      return true
    }
  }

  private func tellLosses(_ tell: (String) -> Void, isLast: Bool) {
    guard let frames = losses.take(lostFrames, isLast: isLast) else { return }
    tell("\(label): \(describe(lostFrames: frames))")
  }
}
