// Prepares plans for the cycle; never runs in it.
import Synchronization

extension PlanHead {
  static func make(
    _ cores: (UnsafeMutablePointer<PlanCore>, UnsafeMutablePointer<PlanCore>), maximumFrames: Int,
    fade: PlanFade?, latencyFrames: Int, tails: PlaybackTails
  ) -> UnsafeMutablePointer<PlanHead> {
    let head = UnsafeMutablePointer<PlanHead>.allocate(capacity: 1)
    unsafe head.initialize(
      to: PlanHead(
        cores: [cores.0, cores.1], maximumFrames: maximumFrames,
        fadePlan: fade ?? PlanFade(settleFrames: 0, rampFrames: 0), latencyFrames: latencyFrames,
        tails: tails))
    unsafe cores.0.pointee.head = unsafe head
    unsafe cores.1.pointee.head = unsafe head
    return unsafe head
  }

  private init(
    cores: InlineArray<2, UnsafeMutablePointer<PlanCore>>, maximumFrames: Int, fadePlan: PlanFade,
    latencyFrames: Int, tails: PlaybackTails
  ) {
    unsafe self.cores = unsafe cores
    self.maximumFrames = maximumFrames
    self.fadePlan = fadePlan
    self.latencyFrames = latencyFrames
    unsafe self.tails = tails.tails
    tailCount = tails.count
    unsafe mended = tails.points
    fadeIsDone = Atomic(fadePlan.frames == 0)
  }
}
