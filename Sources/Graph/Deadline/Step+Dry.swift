import CRealtime
import Signal
import Synchronization

extension Step {
  /// Plays a node's inputs at its outputs, by their places; outputs without an input are silent.
  ///
  /// Delay lines are left alone: the thread that is lost may be in one. So what is played comes
  /// earlier than what the node would play.
  @_noLocks
  static func playDry(
    _ step: UnsafeMutablePointer<Step>, of core: UnsafeMutablePointer<PlanCore>
  ) {
    let frames = unsafe core.pointee.frames
    for index in 0..<(unsafe step.pointee.mixCount) {
      let mix = unsafe step.pointee.mixes[index]
      unsafe mix.point.sumDry(to: mix.buffer, frames: frames, fade: core.pointee.fade)
    }
    let inputs = unsafe Int(step.pointee.block.input_count)
    for port in 0..<(unsafe Int(step.pointee.block.output_count)) {
      guard let output = unsafe step.pointee.block.outputs[port] else { continue }
      if port < inputs, let input = unsafe step.pointee.block.inputs[port] {
        if unsafe input != UnsafePointer(output) {
          unsafe Kernel.copy(input, to: output, frames: frames)
        }
      } else {
        unsafe Kernel.clear(output, frames: frames)
      }
    }
  }

  /// Scales the outputs along a straight line.
  @_noLocks
  static func fade(
    _ step: UnsafeMutablePointer<Step>, of core: UnsafeMutablePointer<PlanCore>,
    from first: Float, to last: Float
  ) {
    let frames = unsafe core.pointee.frames
    unsafe scale(step, by: LinearRamp(from: first, to: last, frames: frames), frames: frames)
  }

  /// Lets a node that has come back be heard, once it has settled.
  @_noLocks
  static func rise(_ step: UnsafeMutablePointer<Step>, of core: UnsafeMutablePointer<PlanCore>) {
    let cell = unsafe step.pointee.cell
    let frames = unsafe core.pointee.frames
    let done = unsafe cell.pointee.mendedFrames.load(ordering: .relaxed)
    let curve = unsafe MendingCurve(settleFrames: Int(step.pointee.settleFrames), of: core)
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
  private static func scale(
    _ step: UnsafeMutablePointer<Step>, by ramp: LinearRamp, frames: Int
  ) {
    for port in 0..<(unsafe Int(step.pointee.block.output_count)) {
      guard let output = unsafe step.pointee.block.outputs[port] else { continue }
      unsafe Kernel.scale(output, ramp: ramp, frames: frames)
    }
  }
}

extension MixPoint {
  /// Writes the sum of all sources that are to be heard, without their delays.
  @_noLocks
  fileprivate func sumDry(
    to destination: UnsafeMutablePointer<Float>, frames: Int, fade: FadePart
  ) {
    unsafe Kernel.clear(destination, frames: frames)
    for index in 0..<sourceCount {
      let source = unsafe sources[index]
      guard !fade.isSilent(source.fade, frames: frames) else { continue }
      unsafe Kernel.add(source.buffer, to: destination, frames: frames)
    }
  }
}
