import CRealtime

/// What the cycle touches of a gain.
struct GainCore: ~Copyable {
  let gain: SmoothedValue

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe context.assumingMemoryBound(to: GainCore.self).pointee.process(block)
  }

  @_noLocks
  borrowing func process(_ block: UnsafePointer<rt_block>) {
    let frames = unsafe block.frames
    let ramp = gain.next(frames)
    for channel in 0..<(unsafe block.passingCount) {
      guard let input = unsafe block.input(channel), let output = unsafe block.output(channel)
      else { continue }
      unsafe Kernel.copy(input, ramp: ramp, to: output, frames: frames)
    }
  }
}
