import CRealtime

/// What the cycle touches of a mixer.
@safe
struct MixerCore: ~Copyable {
  let gains: UnsafeMutablePointer<SmoothedValue>
  let strips: Int
  let channels: Int

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe context.assumingMemoryBound(to: MixerCore.self).pointee.process(block)
  }

  @_noLocks
  borrowing func process(_ block: UnsafePointer<rt_block>) {
    let frames = unsafe block.frames
    for strip in 0..<strips {
      let ramp = unsafe gains[strip].next(frames)
      for channel in 0..<channels {
        guard let output = unsafe block.output(channel) else { continue }
        let input = unsafe block.input(strip * channels + channel)
        unsafe mix(input, strip: strip, ramp: ramp, to: output, frames: frames)
      }
    }
  }

  /// Adds one strip's channel; the first strip also takes away what was there before.
  @_noLocks
  borrowing func mix(
    _ input: UnsafePointer<Float>?, strip: Int, ramp: LinearRamp,
    to output: UnsafeMutablePointer<Float>, frames: Int
  ) {
    guard let input = unsafe input else {
      if strip == 0 { unsafe Kernel.clear(output, frames: frames) }
      return
    }
    if strip == 0 {
      unsafe Kernel.copy(input, ramp: ramp, to: output, frames: frames)
    } else {
      unsafe Kernel.add(input, ramp: ramp, to: output, frames: frames)
    }
  }
}
