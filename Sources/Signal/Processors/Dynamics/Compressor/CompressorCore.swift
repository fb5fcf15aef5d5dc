import CRealtime

/// What the cycle touches of a compressor.
@safe
struct CompressorCore: ProcessorCore, ~Copyable {
  let values: PostedValues
  let layout: DynamicsLayout
  let rate: Double
  let rampFrames: Int
  /// The decibels each group takes off at the moment.
  let reductions: UnsafeMutablePointer<Double>
  let levels: UnsafeMutablePointer<Float>
  var glides = CompressorGlides()
  var seen: UInt32 = 0
  var attack: Double = 1
  var release: Double = 1

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe process(context.assumingMemoryBound(to: CompressorCore.self), block)
  }

  @_noLocks
  static func process(
    _ core: UnsafeMutablePointer<CompressorCore>, _ block: UnsafePointer<rt_block>
  ) {
    let rate = unsafe core.pointee.rate
    if unsafe core.pointee.values.areNew(since: &core.pointee.seen) {
      unsafe core.pointee.attack = Follower.share(
        milliseconds: core.pointee.values.value(3), rate: rate)
      unsafe core.pointee.release = Follower.share(
        milliseconds: core.pointee.values.value(4), rate: rate)
    }
    let frames = unsafe block.frames
    let ways = unsafe core.pointee.glides.next(
      frames, to: core.pointee.values, over: core.pointee.rampFrames)
    for group in 0..<(unsafe core.pointee.layout.groupCount) {
      unsafe core.pointee.compress(block, group: group, ways, frames: frames)
    }
  }

  @_noLocks
  borrowing func compress(
    _ block: UnsafePointer<rt_block>, group: Int, _ ways: CompressorWays, frames: Int
  ) {
    var done = 0
    while done < frames {
      let left = frames - done
      let run = left < LevelDetector.chunkFrames ? left : LevelDetector.chunkFrames
      unsafe LevelDetector.measure(
        block, inputs: layout.heard(by: group), from: done, frames: run, to: levels)
      follow(group, ways.advanced(done), frames: run)
      for channel in layout.channels(of: group) {
        unsafe apply(block, channel: channel, from: done, frames: run)
      }
      done += run
    }
  }

  /// Turns levels into gains.
  @_noLocks
  borrowing func follow(_ group: Int, _ ways: CompressorWays, frames: Int) {
    var reduction = unsafe reductions[group]
    for frame in 0..<frames {
      let target = unsafe ways.curve(at: frame).reduction(amplitude: levels[frame])
      reduction += (target - reduction) * (target > reduction ? attack : release)
      // A millionth of a decibel is the end of the way, and an exact gain.
      if target == 0, reduction < 1e-6 { reduction = 0 }
      let decibels = Double(ways.makeup.gain(at: frame)) - reduction
      // ln 10 / 20.
      unsafe levels[frame] = Float(rt_exp(decibels * 0.115_129_254_649_702_28))
    }
    unsafe reductions[group] = reduction
  }

  @_noLocks
  borrowing func apply(
    _ block: UnsafePointer<rt_block>, channel: Int, from first: Int, frames: Int
  ) {
    guard let input = unsafe block.input(channel), let output = unsafe block.output(channel)
    else { return }
    for frame in 0..<frames {
      unsafe output[first + frame] = input[first + frame] * levels[frame]
    }
  }
}
