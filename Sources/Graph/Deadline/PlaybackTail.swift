import CRealtime
import Signal
import Synchronization

/// One source of what is played: what it played last, and how it comes back.
@safe
struct PlaybackTail: BitwiseCopyable {
  /// The step that writes it, by its place; -1 for what is always there.
  let step: Int
  /// Room for its block while it is mended.
  let buffer: UnsafeMutablePointer<Float>
  var last: Float = 0
  /// Frames since it came back; `.max` when it is as it is.
  var mendedFrames = Int.max

  @_noLocks
  init(step: Int, buffer: UnsafeMutablePointer<Float>) {
    self.step = step
    unsafe self.buffer = unsafe buffer
  }

  var isMending: Bool { @_noLocks get { mendedFrames < .max } }

  /// Goes from what was played last to silence.
  @_noLocks
  mutating func fadeOut(frames: Int) {
    unsafe Kernel.fall(from: last, buffer, frames: frames)
    last = 0
    mendedFrames = 0
  }

  /// Comes back with a block that is there.
  @_noLocks
  mutating func rise(
    with block: UnsafePointer<Float>, frames: Int, curve: MendingCurve
  ) {
    unsafe Kernel.copy(block, to: buffer, frames: frames)
    unsafe curve.apply(to: buffer, from: mendedFrames, frames: frames)
    if frames > 0 { unsafe last = buffer[frames - 1] }
    mendedFrames += frames
    if curve.isOver(at: mendedFrames) { mendedFrames = .max }
  }
}

extension PlanHead {
  /// Remembers the last sample of each source; for periods that are as they should be.
  @_noLocks
  static func keepTails(
    _ head: UnsafeMutablePointer<PlanHead>, _ core: UnsafeMutablePointer<PlanCore>
  ) {
    let frames = unsafe core.pointee.frames
    guard frames > 0 else { return }
    var tail = unsafe head.pointee.tails
    for channel in 0..<(unsafe core.pointee.playbackCount) {
      let point = unsafe core.pointee.playback + channel
      for index in 0..<(unsafe point.pointee.sourceCount) {
        unsafe tail.pointee.last = point.pointee.sources[index].buffer[frames - 1]
        unsafe tail += 1
      }
    }
  }

  /// Fills what is to be played where sources are missing, or are coming back.
  @_noLocks
  static func mend(
    _ head: UnsafeMutablePointer<PlanHead>, _ core: UnsafeMutablePointer<PlanCore>,
    _ period: UnsafePointer<rt_period>, isComplete: Bool
  ) {
    let frames = unsafe core.pointee.frames
    let curve = unsafe MendingCurve(settleFrames: head.pointee.latencyFrames, of: core)
    var tail = unsafe head.pointee.tails
    var isMending = false
    for channel in 0..<(unsafe core.pointee.playbackCount) {
      let point = unsafe core.pointee.playback[channel]
      for index in 0..<point.sourceCount {
        let source = unsafe point.sources[index].buffer
        let isThere = unsafe isComplete || isFinished(tail.pointee.step, of: core)
        let heard = unsafe tail.pointee.play(
          isThere ? source : nil, frames: frames, curve: curve)
        unsafe head.pointee.mended[channel].sources[index].buffer = unsafe heard
        isMending = unsafe isMending || tail.pointee.isMending
        unsafe tail += 1
      }
    }
    unsafe head.pointee.isMending = isMending
    unsafe core.pointee.writePlayback(
      period, from: core.pointee.offset, points: head.pointee.mended)
  }

  /// Fills a period for which there is no core: everything fades to silence.
  @_noLocks
  static func fadeOut(
    _ head: UnsafeMutablePointer<PlanHead>, _ period: UnsafePointer<rt_period>
  ) {
    let frames = unsafe min(Int(period.pointee.frames), head.pointee.maximumFrames)
    // What it was compiled with is the same in both; nothing else of it is touched.
    let core = unsafe head.pointee.cores[0]
    var tail = unsafe head.pointee.tails
    let position = unsafe head.pointee.fadePosition
    let fade = unsafe FadePart(of: head.pointee.fadePlan, at: position)
    for channel in 0..<(unsafe core.pointee.playbackCount) {
      let point = unsafe head.pointee.mended[channel]
      for index in 0..<point.sourceCount {
        unsafe tail.pointee.fadeOut(frames: frames)
        unsafe point.sources[index].buffer = unsafe UnsafePointer(tail.pointee.buffer)
        unsafe tail += 1
      }
      guard unsafe channel < Int(period.pointee.playback_count),
        let samples = unsafe period.pointee.playback[channel]
      else { continue }
      unsafe point.sum(to: samples, frames: frames, fade: fade)
    }
    unsafe head.pointee.isMending = true
    unsafe passFade(head, frames: frames)
    unsafe silenceRest(period, channels: core.pointee.playbackCount, from: frames)
  }

  /// Lets the plan's fade go on, so that an edit comes to its next plan.
  @_noLocks
  private static func passFade(_ head: UnsafeMutablePointer<PlanHead>, frames: Int) {
    unsafe head.pointee.fadePosition += frames
    guard unsafe head.pointee.fadePosition >= head.pointee.fadePlan.frames else { return }
    unsafe head.pointee.fadeIsDone.store(true, ordering: .releasing)
  }

  @_noLocks
  private static func silenceRest(
    _ period: UnsafePointer<rt_period>, channels: Int, from frames: Int
  ) {
    unsafe PlanCore.silence(period, from: frames)
    for channel in 0..<(unsafe Int(period.pointee.playback_count)) where channel >= channels {
      guard let samples = unsafe period.pointee.playback[channel] else { continue }
      unsafe Kernel.clear(samples, frames: frames)
    }
  }

  @_noLocks
  private static func isFinished(_ step: Int, of core: UnsafeMutablePointer<PlanCore>) -> Bool {
    guard step >= 0 else { return true }
    let finished = unsafe core.pointee.steps[step].finishedPart.load(ordering: .acquiring)
    return unsafe finished == core.pointee.part
  }
}

extension PlaybackTail {
  /// The block to be heard of a source that is there, or nil when it is missing.
  @_noLocks
  fileprivate mutating func play(
    _ block: UnsafePointer<Float>?, frames: Int, curve: MendingCurve
  ) -> UnsafePointer<Float> {
    guard let block = unsafe block else {
      fadeOut(frames: frames)
      return unsafe UnsafePointer(buffer)
    }
    if isMending {
      unsafe rise(with: block, frames: frames, curve: curve)
      return unsafe UnsafePointer(buffer)
    }
    if frames > 0 { unsafe last = block[frames - 1] }
    return unsafe block
  }
}
