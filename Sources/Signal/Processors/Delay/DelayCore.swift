import CRealtime

/// What the cycle touches of a delay.
@safe
struct DelayCore: ProcessorCore, ~Copyable {
  /// As many frames at most go through the memory at a time.
  static var chunkFrames: Int { @_noLocks get { 256 } }

  let values: PostedValues
  let rate: Double
  let fadeFrames: Int
  let longestFrames: Int
  /// The rings of all channels, one after the other.
  let rings: UnsafeMutablePointer<Float>
  let ringFrames: Int
  let channels: Int
  var mix = Glide()
  /// Where the next frame is written, in each ring.
  var place = 0
  /// The time it has, or fades to; -1 before the first block.
  var delay = -1
  /// The time it fades from.
  var formerDelay = 0
  /// How much of the fade is done.
  var faded = 0

  @_noLocks
  static func run(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe process(context.assumingMemoryBound(to: DelayCore.self), block)
  }

  @_noLocks
  static func process(_ core: UnsafeMutablePointer<DelayCore>, _ block: UnsafePointer<rt_block>) {
    let frames = unsafe block.frames
    let asked = unsafe core.pointee.askedFrames()
    let mix = unsafe core.pointee.mix.next(
      frames, to: core.pointee.values.value(2), over: core.pointee.fadeFrames)
    var done = 0
    while done < frames {
      unsafe begin(core, asked)
      let run = unsafe core.pointee.runFrames(of: frames - done)
      for channel in 0..<(unsafe core.pointee.channels) {
        unsafe core.pointee.pass(
          block, channel: channel, from: done, frames: run, mix: mix.advanced(done))
      }
      unsafe core.pointee.place &+= run
      let left = unsafe core.pointee.fadeFrames - core.pointee.faded
      unsafe core.pointee.faded += left < run ? left : run
      done += run
    }
  }

  /// Begins a fade to the time that is asked for, when none is under way.
  @_noLocks
  private static func begin(_ core: UnsafeMutablePointer<DelayCore>, _ asked: Int) {
    let delay = unsafe core.pointee.delay
    guard unsafe asked != delay && core.pointee.faded == core.pointee.fadeFrames else { return }
    unsafe core.pointee.delay = asked
    if delay < 0 { return }
    unsafe core.pointee.formerDelay = delay
    unsafe core.pointee.faded = 0
  }

  @_noLocks
  borrowing func askedFrames() -> Int {
    let frames = Int(Double(values.value(0)) * rate / 1000 + 0.5) + Int(values.value(1))
    return frames < longestFrames ? frames : longestFrames
  }

  /// How many of the next frames can be taken at once: a fade ends with a run.
  @_noLocks
  borrowing func runFrames(of frames: Int) -> Int {
    let most = frames < Self.chunkFrames ? frames : Self.chunkFrames
    let fading = fadeFrames - faded
    return fading > 0 && fading < most ? fading : most
  }
}
