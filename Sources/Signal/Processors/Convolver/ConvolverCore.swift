import CRealtime

/// What the cycle touches of a convolver.
@safe
struct ConvolverCore: ProcessorCore, ~Copyable {
  let channels: Int
  let mailbox: UnsafeMutablePointer<EngineMailbox>
  /// The gain, as a factor, and the mix.
  let values: PostedValues
  let rampFrames: Int
  /// What came in of the block of the grid, 64 frames for each channel.
  let dry: UnsafeMutablePointer<Float>
  let fadeFrames: Int
  /// Frames since the beginning, of which only the place on the grid counts.
  var position = 0
  var wetGain = Glide()
  var dryGain = Glide()
  var engine: UnsafeMutablePointer<EngineCore>?
  /// The engine before, as long as it fades out.
  var leaving: UnsafeMutablePointer<EngineCore>?
  var rise = LinearRamp(at: 1)
  var fall = LinearRamp(at: 0)

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe context.assumingMemoryBound(to: ConvolverCore.self).pointee.process(block)
  }

  /// Goes from one line of the grid to the next, and ends with the block.
  @_noLocks
  mutating func process(_ block: UnsafePointer<rt_block>) {
    let frames = unsafe block.frames
    let share = values.value(1)
    let wet = wetGain.next(frames, to: share * values.value(0), over: rampFrames)
    let dry = dryGain.next(frames, to: 1 - share, over: rampFrames)
    var done = 0
    while done < frames {
      let place = position & 63
      if place == 0 { takeEngines() }
      let part = 64 - place < frames - done ? 64 - place : frames - done
      unsafe takeInputs(block, from: done, frames: part)
      convolve(part)
      unsafe mix(
        to: block, from: done, frames: part, wet: wet.advanced(done), dry: dry.advanced(done))
      done += part
      position += part
    }
  }

  @_noLocks
  private func takeInputs(_ block: UnsafePointer<rt_block>, from: Int, frames: Int) {
    for channel in 0..<channels {
      let target = unsafe dry + 64 * channel
      if let input = unsafe block.input(channel) {
        unsafe rt_copy_finite(target, input + from, UInt32(truncatingIfNeeded: frames))
      } else {
        unsafe Kernel.clear(target, frames: frames)
      }
    }
  }

  /// Runs both engines, the one that leaves into the one that stays.
  @_noLocks
  private mutating func convolve(_ frames: Int) {
    guard let engine = unsafe engine else { return }
    unsafe engine.pointee.run(dry, frames: frames)
    if let leaving = unsafe leaving { unsafe leaving.pointee.run(dry, frames: frames) }
    if rise.isAtRest { return }
    for channel in 0..<channels {
      let wet = unsafe engine.pointee.wet(channel)
      unsafe Kernel.scale(wet, ramp: rise, frames: frames)
      if let leaving = unsafe leaving {
        unsafe Kernel.add(leaving.pointee.wet(channel), ramp: fall, to: wet, frames: frames)
      }
    }
    rise.advance(frames)
    fall.advance(frames)
  }

  @_noLocks
  private func mix(
    to block: UnsafePointer<rt_block>, from: Int, frames: Int, wet: LinearRamp, dry: LinearRamp
  ) {
    for channel in 0..<channels {
      guard let output = unsafe block.output(channel) else { continue }
      if let engine = unsafe engine {
        unsafe Kernel.copy(
          engine.pointee.wet(channel), ramp: wet, to: output + from, frames: frames)
      } else {
        unsafe Kernel.clear(output + from, frames: frames)
      }
      unsafe Kernel.add(self.dry + 64 * channel, ramp: dry, to: output + from, frames: frames)
    }
  }

  /// Gives an engine back that has faded out, and begins with the next.
  @_noLocks
  private mutating func takeEngines() {
    if let old = unsafe leaving {
      guard rise.isAtRest else { return }
      unsafe mailbox.pointee.retire(old)
      unsafe leaving = nil
    }
    guard let next = unsafe mailbox.pointee.take() else { return }
    unsafe leaving = unsafe engine
    unsafe engine = unsafe next
    // The first of all is there from the first frame on.
    guard unsafe leaving != nil || position > 0 else { return }
    rise = LinearRamp(from: 0, to: 1, frames: fadeFrames)
    fall = LinearRamp(from: 1, to: 0, frames: fadeFrames)
  }
}
