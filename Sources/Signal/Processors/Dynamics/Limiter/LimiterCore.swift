import CRealtime

/// What the cycle touches of a limiter.
@safe
struct LimiterCore: ProcessorCore, ~Copyable {
  let values: PostedValues
  let rate: Double
  let channels: Int
  let fadeFrames: Int
  /// The rings of all channels, one after the other, then one for the ceiling.
  let rings: UnsafeMutablePointer<Float>
  let ringFrames: Int
  let levels: UnsafeMutablePointer<Float>
  /// The lane that is heard, and one for the next look-ahead.
  let lanes: UnsafeMutablePointer<LimiterLane>
  var ceiling = Glide()
  var seen: UInt32 = 0
  var settings = LimiterSettings()
  var state = LimiterState()

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe process(context.assumingMemoryBound(to: LimiterCore.self), block)
  }

  @_noLocks
  static func process(_ core: UnsafeMutablePointer<LimiterCore>, _ block: UnsafePointer<rt_block>) {
    unsafe takeValues(core)
    let frames = unsafe block.frames
    let ceiling = unsafe core.pointee.ceiling.next(
      frames, to: core.pointee.settings.ceiling, over: core.pointee.fadeFrames)
    var done = 0
    while done < frames {
      let left = frames - done
      let run = left < LevelDetector.chunkFrames ? left : LevelDetector.chunkFrames
      unsafe LevelDetector.measure(
        block, inputs: 0..<core.pointee.channels, from: done, frames: run,
        to: core.pointee.levels)
      var state = unsafe core.pointee.state
      unsafe core.pointee.limit(block, &state, ceiling.advanced(done), from: done, frames: run)
      unsafe core.pointee.state = state
      done += run
    }
  }

  @_noLocks
  private static func takeValues(_ core: UnsafeMutablePointer<LimiterCore>) {
    let isFirst = unsafe core.pointee.seen == 0
    guard unsafe core.pointee.values.areNew(since: &core.pointee.seen) else { return }
    let settings = unsafe LimiterSettings(core.pointee.values, rate: core.pointee.rate)
    unsafe core.pointee.settings = settings
    if isFirst {
      let lanes = unsafe core.pointee.lanes
      unsafe lanes[0].begin(lookaheadFrames: settings.lookaheadFrames)
    }
  }
}
