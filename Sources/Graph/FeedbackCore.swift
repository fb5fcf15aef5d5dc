import CRealtime
import Signal

/// The ring behind a feedback node: what came in, until it goes out `maximumFrames` later.
///
/// A frame's place in it follows from its time alone, so that writing and reading never get out of
/// step, whichever of them a period had to leave out. In one period they are half a ring apart.
@safe
struct FeedbackCore {
  /// One ring after the other, two times `maximumFrames` each.
  let rings: UnsafeMutablePointer<Float>
  let maximumFrames: Int

  private var ringFrames: Int { @_noLocks get { 2 * maximumFrames } }

  /// What both steps of a feedback node call: keeps the inputs of the one, plays to the outputs of
  /// the other.
  @_noLocks
  static func process(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    let core = unsafe context.assumingMemoryBound(to: FeedbackCore.self)
    for output in 0..<(unsafe Int(block.pointee.output_count)) {
      unsafe core.pointee.read(output, of: block)
    }
    for input in 0..<(unsafe Int(block.pointee.input_count)) {
      unsafe core.pointee.write(input, of: block)
    }
  }

  @_noLocks
  private func read(_ channel: Int, of block: UnsafePointer<rt_block>) {
    guard let output = unsafe block.pointee.outputs[channel] else { return }
    let ring = unsafe rings + channel * ringFrames
    let frames = unsafe Int(block.pointee.frames)
    let place = unsafe place(of: block.pointee.frame_time)
    let first = frames < ringFrames - place ? frames : ringFrames - place
    unsafe Kernel.copy(ring + place, to: output, frames: first)
    unsafe Kernel.copy(ring, to: output + first, frames: frames - first)
  }

  @_noLocks
  private func write(_ channel: Int, of block: UnsafePointer<rt_block>) {
    guard let input = unsafe block.pointee.inputs[channel] else { return }
    let ring = unsafe rings + channel * ringFrames
    let frames = unsafe Int(block.pointee.frames)
    let place = unsafe place(of: block.pointee.frame_time &+ UInt64(maximumFrames))
    let first = frames < ringFrames - place ? frames : ringFrames - place
    unsafe Kernel.copy(input, to: ring + place, frames: first)
    unsafe Kernel.copy(input + first, to: ring, frames: frames - first)
  }

  @_noLocks
  private func place(of time: UInt64) -> Int { Int(time % UInt64(ringFrames)) }
}
