import CRealtime

extension LimiterCore {
  /// Takes frames in and gives out those of a look-ahead ago.
  @_noLocks
  borrowing func limit(
    _ block: UnsafePointer<rt_block>, _ state: inout LimiterState, _ ceiling: LinearRamp,
    from first: Int, frames: Int
  ) {
    for frame in 0..<frames {
      let ceiling = ceiling.gain(at: frame)
      let level = unsafe levels[frame]
      unsafe takeIn(block, first + frame, at: state.place, ceiling: ceiling)
      let needed = level > ceiling ? Double(ceiling) / Double(level) : 1
      unsafe step(block, first + frame, &state, needed: needed)
      state.place &+= 1
    }
  }

  @_noLocks
  private borrowing func step(
    _ block: UnsafePointer<rt_block>, _ frame: Int, _ state: inout LimiterState, needed: Double
  ) {
    let next = 1 - state.heard
    if unsafe state.phase == .steady
      && lanes[state.heard].lookaheadFrames != settings.lookaheadFrames
    {
      unsafe lanes[next].begin(lookaheadFrames: settings.lookaheadFrames)
      state.phase = .preparing
    }
    let heard = tap(state.heard, needed, at: state.place)
    guard state.phase != .steady else {
      return unsafe giveOut(block, frame, heard, at: state.place)
    }
    let coming = tap(next, needed, at: state.place)
    if unsafe state.phase == .preparing && lanes[next].isReady { state.phase = .fading }
    guard state.phase == .fading else {
      return unsafe giveOut(block, frame, heard, at: state.place)
    }
    state.faded += 1
    let share = Float(state.faded) / Float(fadeFrames)
    unsafe giveOut(block, frame, heard, coming, share: share, at: state.place)
    if state.faded == fadeFrames { state.settle(on: next) }
  }

  @_noLocks
  private borrowing func tap(_ lane: Int, _ needed: Double, at place: Int) -> LimiterTap {
    let gain = unsafe lanes[lane].next(needed: needed, release: settings.release)
    let late = unsafe place &- lanes[lane].lookaheadFrames
    return LimiterTap(index: late & (ringFrames - 1), gain: gain)
  }
}

/// Which frame a lane plays, and how loud.
struct LimiterTap: BitwiseCopyable {
  /// The frame's place in the rings.
  let index: Int
  let gain: Float

  @_noLocks
  init(index: Int, gain: Float) {
    self.index = index
    self.gain = gain
  }
}
