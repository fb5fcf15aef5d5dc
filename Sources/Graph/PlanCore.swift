import CRealtime
import Synchronization
import WorkQueues

/// What the cycle touches of a plan to run it: one of two, so that a period can be run while a step
/// of the one before still uses the other's buffers.
///
/// What is `var` is written by the thread that runs the plan, before it lets others at the steps.
@safe
struct PlanCore: ~Copyable {
  /// In an order in which they can be performed one after the other.
  let steps: UnsafeMutablePointer<Step>
  let stepCount: Int
  let board: UnsafeMutablePointer<RunBoard>
  let capture: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  let captureCount: Int
  let playback: UnsafeMutablePointer<MixPoint>
  let playbackCount: Int
  let midiPlayback: UnsafeMutablePointer<MIDIPlayback>
  let midiPlaybackCount: Int
  /// When each step was performed last in a part that was timed.
  let traces: UnsafeMutablePointer<StepTrace>

  /// The frames of the part of a period that is run, and the frame time of the first.
  var frames = 0
  var frameTime: UInt64 = 0
  /// What the period brings beside samples.
  var events: UnsafePointer<rt_events>?
  /// Counts these parts, from 1.
  var part: UInt64 = 0
  var fade = FadePart()
  /// Whether steps are timed.
  var isTimed = false
  /// The items of a run that threads share, and where helpers are called from.
  var table: UnsafeMutablePointer<RunTable>?
  var queue: QueueHandle?

  /// The plan it belongs to, set once.
  var head: UnsafeMutablePointer<PlanHead>?
  /// What the opening of a period leaves for its closing.
  var offset = 0
  var isShared = false
  var began: UInt64 = 0
  var took: Int64 = 0
  /// When helpers are not waited for any longer; 0 for never.
  var deadline: Int64 = 0
}
