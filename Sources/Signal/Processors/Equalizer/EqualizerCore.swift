import CRealtime

/// What the cycle touches of an equalizer.
@safe
struct EqualizerCore: ProcessorCore, ~Copyable {
  /// As many frames at most are filtered at a time.
  static var chunkFrames: Int { @_noLocks get { 64 } }
  /// A band's parameters: on, shape, frequency, gain and q.
  static var valuesPerBand: Int { @_noLocks get { 5 } }

  let values: PostedValues
  let rate: Double
  let rampFrames: Int
  let bandCount: Int
  let channels: Int
  let bands: UnsafeMutablePointer<EqualizerBand>
  /// What bands are made of, to tell which of them changed.
  let settings: UnsafeMutablePointer<EqualizerSetting>
  /// For each channel, what each band remembers.
  let states: UnsafeMutablePointer<BandState>
  let chunk: UnsafeMutablePointer<Double>
  var seen: UInt32 = 0
  var hasBegun = false

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe process(context.assumingMemoryBound(to: EqualizerCore.self), block)
  }

  @_noLocks
  static func process(
    _ core: UnsafeMutablePointer<EqualizerCore>, _ block: UnsafePointer<rt_block>
  ) {
    if unsafe core.pointee.values.areNew(since: &core.pointee.seen) {
      unsafe core.pointee.takeValues()
      unsafe core.pointee.hasBegun = true
    }
    let frames = unsafe block.frames
    var done = 0
    while done < frames {
      let left = frames - done
      let run = left < chunkFrames ? left : chunkFrames
      for channel in 0..<(unsafe core.pointee.channels) {
        unsafe core.pointee.filter(block, channel: channel, from: done, frames: run)
      }
      // The pointer on its own, or the thread sanitizer takes this for a change of the whole core.
      let bands = unsafe core.pointee.bands
      for band in 0..<(unsafe core.pointee.bandCount) { unsafe bands[band].advance(run) }
      done += run
    }
  }

  @_noLocks
  borrowing func takeValues() {
    for band in 0..<bandCount {
      let setting = EqualizerSetting(values, first: band * Self.valuesPerBand)
      guard unsafe !hasBegun || setting != settings[band] else { continue }
      unsafe settings[band] = setting
      let filter = setting.filter(rate: rate)
      if hasBegun {
        unsafe bands[band].go(to: filter, frames: rampFrames)
      } else {
        unsafe bands[band] = EqualizerBand(filter)
      }
    }
  }

  @_noLocks
  borrowing func filter(
    _ block: UnsafePointer<rt_block>, channel: Int, from first: Int, frames: Int
  ) {
    guard let input = unsafe block.input(channel), let output = unsafe block.output(channel)
    else { return }
    for frame in 0..<frames {
      let sample = unsafe input[first + frame]
      // What is not finite would stay in the filters for ever.
      unsafe chunk[frame] = sample.magnitude < .infinity ? Double(sample) : 0
    }
    for band in 0..<bandCount {
      unsafe bands[band].filter(chunk, states + (channel * bandCount + band), frames: frames)
    }
    for frame in 0..<frames { unsafe output[first + frame] = Float(chunk[frame]) }
  }
}
