import CRealtime

/// What the cycle touches of a pan.
struct PanCore: ProcessorCore, ~Copyable {
  let values: PostedValues
  let channels: Int
  let rampFrames: Int
  var seen: UInt32 = 0
  var gains = PanLaw(left: 1, right: 1)
  var left = Glide()
  var right = Glide()

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe process(context.assumingMemoryBound(to: PanCore.self), block)
  }

  @_noLocks
  static func process(_ core: UnsafeMutablePointer<PanCore>, _ block: UnsafePointer<rt_block>) {
    let frames = unsafe block.frames
    let rampFrames = unsafe core.pointee.rampFrames
    unsafe takeValues(core)
    let gains = unsafe core.pointee.gains
    let left = unsafe core.pointee.left.next(frames, to: gains.left, over: rampFrames)
    let right = unsafe core.pointee.right.next(frames, to: gains.right, over: rampFrames)
    // The right side first: the left one may be the memory of the input both are made of.
    unsafe copy(block, input: core.pointee.channels - 1, output: 1, ramp: right)
    unsafe copy(block, input: 0, output: 0, ramp: left)
  }

  @_noLocks
  private static func takeValues(_ core: UnsafeMutablePointer<PanCore>) {
    guard unsafe core.pointee.values.areNew(since: &core.pointee.seen) else { return }
    let pan = unsafe core.pointee.values.value(0)
    let law = unsafe core.pointee.values.choice(1)
    unsafe core.pointee.gains =
      core.pointee.channels == 1
      ? PanLaw(placing: pan, law: law) : PanLaw(balancing: pan, law: law)
  }

  @_noLocks
  private static func copy(
    _ block: UnsafePointer<rt_block>, input: Int, output: Int, ramp: LinearRamp
  ) {
    guard let source = unsafe block.input(input), let destination = unsafe block.output(output)
    else { return }
    unsafe Kernel.copy(source, ramp: ramp, to: destination, frames: block.frames)
  }
}
