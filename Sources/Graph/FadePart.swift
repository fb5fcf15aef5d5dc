import Signal

/// What a plan's fade does in one block: it stands for some frames, then both gains move.
struct FadePart: BitwiseCopyable {
  /// Frames at the block's beginning before the gains move.
  private let settlingFrames: Int
  private let fadeIn: LinearRamp
  private let fadeOut: LinearRamp

  /// The part of a fade that begins `position` frames after the fade did.
  @_noLocks
  init(of fade: PlanFade, at position: Int) {
    let moved = max(0, position - fade.settleFrames)
    settlingFrames = max(0, fade.settleFrames - position)
    fadeIn = LinearRamp(from: 0, to: 1, frames: fade.rampFrames).advanced(moved)
    fadeOut = LinearRamp(from: 1, to: 0, frames: fade.rampFrames).advanced(moved)
  }

  /// A fade that is over.
  @_noLocks
  init() {
    settlingFrames = 0
    fadeIn = LinearRamp(at: 1)
    fadeOut = LinearRamp(at: 0)
  }

  /// Whether a source's gain is 0 for the whole block.
  @_noLocks
  func isSilent(_ kind: MixSource.Fade, frames: Int) -> Bool {
    switch kind {
    case .none: false
    case .fadeIn: settlingFrames >= frames
    case .fadeOut: settlingFrames == 0 && fadeOut.isAtRest
    }
  }

  /// How many of some frames, that begin at a place of the block, are before the ramp's.
  @_noLocks
  func steadyFrames(_ kind: MixSource.Fade, from offset: Int, of frames: Int) -> Int {
    switch kind {
    case .none: frames
    case .fadeIn, .fadeOut: min(frames, max(0, settlingFrames - offset))
    }
  }

  /// The gain before the ramp.
  @_noLocks
  func steadyRamp(_ kind: MixSource.Fade) -> LinearRamp {
    switch kind {
    case .none, .fadeOut: LinearRamp(at: 1)
    case .fadeIn: LinearRamp(at: 0)
    }
  }

  /// The ramp as it is at a place of the block.
  @_noLocks
  func ramp(_ kind: MixSource.Fade, from offset: Int) -> LinearRamp {
    let moved = max(0, offset - settlingFrames)
    switch kind {
    case .none: return LinearRamp(at: 1)
    case .fadeIn: return fadeIn.advanced(moved)
    case .fadeOut: return fadeOut.advanced(moved)
    }
  }
}
