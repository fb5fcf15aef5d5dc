import CRealtime
import Realtime
import Synchronization

/// One node's work for one period: what it is called with and what is summed for it before.
///
/// Lives at a fixed address, beside the other steps of its core. What is `var` belongs to the
/// thread that performs the step. The first line of the cache has what a call needs.
@safe
struct Step: ~Copyable {
  let process: rt_process
  let context: UnsafeMutableRawPointer?
  var block: rt_block
  let cell: UnsafeMutablePointer<NodeCell>

  let mixes: UnsafeMutablePointer<MixedInput>
  let mixCount: Int
  /// The part of a period, as `PlanCore.part` counts, in which it was performed last.
  let finishedPart = Atomic<UInt64>(0)
  /// The last sample of each output, where they are guarded.
  let lastSamples: UnsafeMutablePointer<Float>?
  /// What it is handed of MIDI, and says; nil for a node without.
  let midi: UnsafeMutablePointer<StepMIDI>?
  let limits: GuardLimits
  /// How long its outputs need to be right again after it left out a block.
  ///
  /// With it, two lines of the cache in all, which no other thread's step shares.
  let settleFrames: Int32
}

extension Step {
  /// Sums the inputs that need it and calls the node; false when its outputs were bad and it was
  /// muted.
  @_noLocks
  @inline(__always)
  @discardableResult
  static func perform(
    _ step: UnsafeMutablePointer<Step>, of core: UnsafeMutablePointer<PlanCore>
  ) -> Bool {
    let frames = unsafe core.pointee.frames
    unsafe step.pointee.block.frames = UInt32(truncatingIfNeeded: frames)
    unsafe step.pointee.block.frame_time = core.pointee.frameTime
    unsafe step.pointee.block.events = core.pointee.events
    if unsafe step.pointee.mixCount > 0 { unsafe mix(step, of: core) }
    if let midi = unsafe step.pointee.midi { unsafe beginMIDI(step, midi, of: core) }
    let isGood = unsafe call(step, of: core)
    if isGood, let midi = unsafe step.pointee.midi { unsafe publishMIDI(step, midi, of: core) }
    unsafe step.pointee.cell.pointee.performed.addAlone(1)
    unsafe step.pointee.finishedPart.store(core.pointee.part, ordering: .releasing)
    unsafe step.pointee.cell.pointee.isInside.store(0, ordering: .releasing)
    return isGood
  }

  /// How many steps ahead what they need is fetched, where one thread performs all.
  static var foresight: Int { @_noLocks @inline(__always) get { 3 } }

  /// Has the core fetch what a step needs, and the steps after it: it lost them since the last
  /// period.
  @_noLocks
  @inline(__always)
  static func prefetch(_ step: UnsafeMutablePointer<Step>) {
    unsafe rt_prefetch(step.pointee.context)
    // Plugins have their ports in the line behind.
    unsafe rt_prefetch(step.pointee.context.map { unsafe $0 + 64 })
    unsafe rt_prefetch(step.pointee.cell)
    unsafe rt_prefetch(step + foresight)
  }

  @_noLocks
  static func mix(
    _ step: UnsafeMutablePointer<Step>, of core: UnsafeMutablePointer<PlanCore>
  ) {
    for index in 0..<(unsafe step.pointee.mixCount) {
      let mix = unsafe step.pointee.mixes[index]
      unsafe mix.point.sum(to: mix.buffer, frames: core.pointee.frames, fade: core.pointee.fade)
    }
  }
}
