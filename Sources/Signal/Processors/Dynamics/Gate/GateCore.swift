import CRealtime

/// What the cycle touches of a gate.
@safe
struct GateCore: ProcessorCore, ~Copyable {
  let values: PostedValues
  let layout: DynamicsLayout
  let rate: Double
  let rampFrames: Int
  let levels: UnsafeMutablePointer<Float>
  var seen: UInt32 = 0
  var follower = GateFollower()
  var settings = GateSettings()
  var floor = Glide()

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe process(context.assumingMemoryBound(to: GateCore.self), block)
  }

  @_noLocks
  static func process(_ core: UnsafeMutablePointer<GateCore>, _ block: UnsafePointer<rt_block>) {
    if unsafe core.pointee.values.areNew(since: &core.pointee.seen) {
      unsafe core.pointee.settings = GateSettings(core.pointee.values, rate: core.pointee.rate)
    }
    let frames = unsafe block.frames
    let floor = unsafe core.pointee.floor.next(
      frames, to: core.pointee.settings.floor, over: core.pointee.rampFrames)
    var done = 0
    while done < frames {
      let left = frames - done
      let run = left < LevelDetector.chunkFrames ? left : LevelDetector.chunkFrames
      let levels = unsafe core.pointee.levels
      unsafe LevelDetector.measure(
        block, inputs: core.pointee.layout.heard(by: 0), from: done, frames: run, to: levels)
      unsafe core.pointee.follower.follow(
        levels, core.pointee.settings, floor: floor.advanced(done), frames: run)
      unsafe core.pointee.apply(block, from: done, frames: run)
      done += run
    }
  }

  @_noLocks
  borrowing func apply(_ block: UnsafePointer<rt_block>, from first: Int, frames: Int) {
    for channel in 0..<layout.channels {
      guard let input = unsafe block.input(channel), let output = unsafe block.output(channel)
      else { continue }
      for frame in 0..<frames {
        let gain = unsafe levels[frame]
        // Shut means silence, whatever comes in.
        unsafe output[first + frame] = gain == 0 ? 0 : input[first + frame] * gain
      }
    }
  }
}
