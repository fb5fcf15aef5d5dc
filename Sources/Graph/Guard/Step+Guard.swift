import CRealtime
import Realtime
import Signal
import Synchronization

// What is looked at after each block costs a few nanoseconds: one instruction for four samples tells
// whether all are below 2. Only then, each sample is compared.
extension Step {
  /// Calls the node and looks at its outputs; false when they were bad and it was muted.
  @_noLocks
  @inline(__always)
  static func call(
    _ step: UnsafeMutablePointer<Step>, of core: UnsafeMutablePointer<PlanCore>
  ) -> Bool {
    guard unsafe step.pointee.limits.areSet, let last = unsafe step.pointee.lastSamples else {
      unsafe rt_call_process(step.pointee.process, step.pointee.context, &step.pointee.block)
      return true
    }
    if unsafe rt_call_guarded(step.pointee.process, step.pointee.context, &step.pointee.block) {
      unsafe step.pointee.cell.pointee.arithmeticChanges.addAlone(1)
    }
    guard unsafe rt_outputs_are_small(&step.pointee.block) else {
      return unsafe examine(step, of: core)
    }
    unsafe rt_keep_last_samples(&step.pointee.block, last)
    return true
  }

  /// Looks at each sample, and mutes the node when one is bad; false then.
  @_noLocks
  @inline(never)
  private static func examine(
    _ step: UnsafeMutablePointer<Step>, of core: UnsafeMutablePointer<PlanCore>
  ) -> Bool {
    let frames = unsafe core.pointee.frames
    guard let found = unsafe search(step, frames: frames) else {
      unsafe keepLastSamples(step)
      return true
    }
    // Lost in it: others have its outputs by now.
    if unsafe core.pointee.board.pointee.isRevoked.load(ordering: .acquiring) { return false }
    let cell = unsafe step.pointee.cell
    unsafe cell.pointee.mute(after: found.fault)
    unsafe cell.pointee.mendedFrames.store(found.framesSince, ordering: .relaxed)
    let badFrames = unsafe cell.pointee.badFrames.load(ordering: .relaxed)
    unsafe cell.pointee.badFrames.store(badFrames + frames, ordering: .relaxed)
    unsafe fall(step, frames: frames)
    return false
  }

  /// Has each output go from its last sample to silence.
  @_noLocks
  static func fall(_ step: UnsafeMutablePointer<Step>, frames: Int) {
    guard let last = unsafe step.pointee.lastSamples else { return }
    for port in 0..<(unsafe Int(step.pointee.block.output_count)) {
      guard let output = unsafe step.pointee.block.outputs[port] else { continue }
      unsafe Kernel.fall(from: last[port], output, frames: frames)
      unsafe last[port] = 0
    }
  }

  /// Lets a muted node that was good be heard again, when it has been good for long enough.
  @_noLocks
  static func riseFromMute(
    _ step: UnsafeMutablePointer<Step>, of core: UnsafeMutablePointer<PlanCore>
  ) {
    let cell = unsafe step.pointee.cell
    let frames = unsafe core.pointee.frames
    let done = unsafe cell.pointee.mendedFrames.load(ordering: .relaxed)
    let curve = unsafe step.pointee.limits.curve
    for port in 0..<(unsafe Int(step.pointee.block.output_count)) {
      guard let output = unsafe step.pointee.block.outputs[port] else { continue }
      unsafe curve.apply(to: output, from: done, frames: frames)
    }
    unsafe keepLastSamples(step)
    unsafe cell.pointee.mendedFrames.store(done + frames, ordering: .relaxed)
    if curve.isOver(at: done + frames) {
      unsafe cell.pointee.mending.store(Mending.none, ordering: .relaxed)
    }
  }

  @_noLocks
  static func keepLastSamples(_ step: UnsafeMutablePointer<Step>) {
    guard let last = unsafe step.pointee.lastSamples else { return }
    unsafe rt_keep_last_samples(&step.pointee.block, last)
  }

  /// Forgets what was heard last: its outputs have come to silence.
  @_noLocks
  static func clearLastSamples(_ step: UnsafeMutablePointer<Step>) {
    guard let last = unsafe step.pointee.lastSamples else { return }
    unsafe Kernel.clear(last, frames: Int(step.pointee.block.output_count))
  }

  /// Counts a block with denormals; for those that are timed.
  @_noLocks
  static func countDenormals(_ step: UnsafeMutablePointer<Step>) {
    guard unsafe rt_outputs_have_denormals(&step.pointee.block) else { return }
    unsafe step.pointee.cell.pointee.denormalBlocks.addAlone(1)
  }
}

/// A bad sample that was found in a block.
private struct FoundFault: BitwiseCopyable {
  let fault: OutputFault
  /// How many frames of the block come after the last bad sample.
  let framesSince: Int

  @_noLocks
  init(fault: OutputFault, framesSince: Int) {
    self.fault = fault
    self.framesSince = framesSince
  }
}

extension Step {
  @_noLocks
  private static func search(_ step: UnsafeMutablePointer<Step>, frames: Int) -> FoundFault? {
    let limit = unsafe step.pointee.limits.limit
    var found: FoundFault?
    for port in 0..<(unsafe Int(step.pointee.block.output_count)) {
      guard let output = unsafe step.pointee.block.outputs[port],
        unsafe Kernel.peak(output, frames: frames) > limit
      else { continue }
      var first = 0
      while unsafe output[first].magnitude <= limit { first += 1 }
      var last = frames - 1
      while unsafe output[last].magnitude <= limit { last -= 1 }
      let since = frames - 1 - last
      let before = found
      found = unsafe FoundFault(
        fault: before?.fault ?? OutputFault(of: output[first], output: port),
        framesSince: min(since, before?.framesSince ?? since))
    }
    return found
  }
}

extension NodeCell {
  /// Mutes the node, and counts that unless it is muted already.
  @_noLocks
  fileprivate borrowing func mute(after fault: OutputFault) {
    let before = mending.load(ordering: .relaxed)
    guard before == Mending.none || before == Mending.returning,
      mending.compareExchange(
        expected: before, desired: Mending.muted, ordering: .relaxed
      ).exchanged
    else { return }
    // Asked for in an earlier mute that ended by itself.
    _ = rest.compareExchange(expected: Rest.asked, desired: Rest.none, ordering: .relaxed)
    badFrames.store(0, ordering: .relaxed)
    latestFault.store(fault.bits, ordering: .relaxed)
    faults.addAlone(1)
  }
}
