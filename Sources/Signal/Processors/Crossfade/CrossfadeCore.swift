import CRealtime

/// What the cycle touches of a cross-fade.
struct CrossfadeCore: ProcessorCore, ~Copyable {
  let values: PostedValues
  let channels: Int
  let rampFrames: Int
  var seen: UInt32 = 0
  var gains = PanLaw(left: 1, right: 0)
  var first = Glide()
  var second = Glide()

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe process(context.assumingMemoryBound(to: CrossfadeCore.self), block)
  }

  @_noLocks
  static func process(
    _ core: UnsafeMutablePointer<CrossfadeCore>, _ block: UnsafePointer<rt_block>
  ) {
    let frames = unsafe block.frames
    let rampFrames = unsafe core.pointee.rampFrames
    unsafe takeValues(core)
    let gains = unsafe core.pointee.gains
    let first = unsafe core.pointee.first.next(frames, to: gains.left, over: rampFrames)
    let second = unsafe core.pointee.second.next(frames, to: gains.right, over: rampFrames)
    let channels = unsafe core.pointee.channels
    for channel in 0..<channels {
      guard let output = unsafe block.output(channel), let one = unsafe block.input(channel),
        let other = unsafe block.input(channels + channel)
      else { continue }
      unsafe mix(one, first, other, second, to: output, frames: frames)
    }
  }

  @_noLocks
  private static func takeValues(_ core: UnsafeMutablePointer<CrossfadeCore>) {
    guard unsafe core.pointee.values.areNew(since: &core.pointee.seen) else { return }
    let position = unsafe core.pointee.values.value(0)
    // The curves are those of the pan laws with the same numbers.
    let curve = unsafe core.pointee.values.choice(1)
    unsafe core.pointee.gains = PanLaw(placing: position * 2 - 1, law: curve)
  }

  @_noLocks
  private static func mix(
    _ one: UnsafePointer<Float>, _ first: LinearRamp, _ other: UnsafePointer<Float>,
    _ second: LinearRamp, to output: UnsafeMutablePointer<Float>, frames: Int
  ) {
    let (left, right) = (first.slopedFrames(of: frames), second.slopedFrames(of: frames))
    let sloped = left > right ? left : right
    unsafe Kernel.copy(one, ramp: first, to: output, frames: sloped)
    unsafe Kernel.add(other, ramp: second, to: output, frames: sloped)
    let rest = frames - sloped
    // The second set alone is copied: added to silence, the sign of a zero would be lost.
    if first.target == 0 {
      unsafe Kernel.copy(other + sloped, gain: second.target, to: output + sloped, frames: rest)
    } else {
      unsafe Kernel.copy(one + sloped, gain: first.target, to: output + sloped, frames: rest)
      unsafe Kernel.add(other + sloped, gain: second.target, to: output + sloped, frames: rest)
    }
  }
}
