import CRealtime

/// What the cycle touches of a polarity switch.
@safe
struct PolarityCore: ProcessorCore, ~Copyable {
  let values: PostedValues
  let gains: UnsafeMutablePointer<Glide>
  let rampFrames: Int

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe context.assumingMemoryBound(to: PolarityCore.self).pointee.process(block)
  }

  @_noLocks
  borrowing func process(_ block: UnsafePointer<rt_block>) {
    let frames = unsafe block.frames
    for channel in 0..<values.count {
      let target: Float = values.choice(channel) == 1 ? -1 : 1
      let ramp = unsafe gains[channel].next(frames, to: target, over: rampFrames)
      guard let input = unsafe block.input(channel), let output = unsafe block.output(channel)
      else { continue }
      unsafe Kernel.copy(input, ramp: ramp, to: output, frames: frames)
    }
  }
}
