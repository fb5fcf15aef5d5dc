import CRealtime

/// What the cycle touches of a noise.
@safe
struct NoiseCore: ProcessorCore, ~Copyable {
  let values: PostedValues
  let sources: UnsafeMutablePointer<NoiseSource>
  let channels: Int
  let rampFrames: Int
  var seen: UInt32 = 0
  var levelGain: Float = 0
  var level = Glide()
  var pink = Glide()

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe process(context.assumingMemoryBound(to: NoiseCore.self), block)
  }

  @_noLocks
  static func process(_ core: UnsafeMutablePointer<NoiseCore>, _ block: UnsafePointer<rt_block>) {
    let frames = unsafe block.frames
    let rampFrames = unsafe core.pointee.rampFrames
    if unsafe core.pointee.values.areNew(since: &core.pointee.seen) {
      unsafe core.pointee.levelGain = Decibels.gain(core.pointee.values.value(0))
    }
    let level = unsafe core.pointee.level.next(
      frames, to: core.pointee.levelGain, over: rampFrames)
    let pink = unsafe core.pointee.pink.next(
      frames, to: core.pointee.values.value(1), over: rampFrames)
    for channel in 0..<(unsafe core.pointee.channels) {
      guard let output = unsafe block.output(channel) else { continue }
      unsafe fill(output, from: core.pointee.sources + channel, pink: pink, frames: frames)
      unsafe Kernel.scale(output, ramp: level, frames: frames)
    }
  }

  @_noLocks
  private static func fill(
    _ output: UnsafeMutablePointer<Float>, from source: UnsafeMutablePointer<NoiseSource>,
    pink: LinearRamp, frames: Int
  ) {
    // Both are always made, so that what one seed gives does not depend on when they change.
    for frame in 0..<frames {
      let sample = unsafe source.pointee.next()
      let share = Double(pink.gain(at: frame))
      unsafe output[frame] = Float(sample.white * (1 - share) + sample.pink * share)
    }
  }
}
