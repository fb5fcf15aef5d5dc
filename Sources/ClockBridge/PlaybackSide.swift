// Code and data used in the cycle.
import Realtime
import Synchronization

/// What the playback cycle does with a bridge.
struct PlaybackSide {
  let ring: SampleRing
  let timing: UnsafeMutablePointer<CaptureTiming>
  let counters: UnsafeMutablePointer<BridgeCounters>
  /// In captured frames.
  let targetFrames: Int
  /// How far the latency may be off before it is set anew, in captured frames.
  let resynchroniseFrames: Int
  let lossNanoseconds: Int64
  var resampler: AdaptiveResampler
  var fade: BridgeFade
  var loop: DelayLockedLoop
  var control: LatencyControl
  var state = BridgeState.filling
  var moment = CaptureMoment()
  /// The epoch of the frames that are read.
  var epoch = 0
  /// Frames taken out of the ring.
  var takenFrames = 0
  /// The frame of the ring that was the resampler's first.
  var beginFrame = 0
  var framesBefore = 0
  var heardNanoseconds: Int64?
  var isLost = false

  /// Reads one period.
  @_noLocks
  mutating func read(
    into planes: UnsafePointer<UnsafeMutablePointer<Float>?>, frames: Int, at nanoseconds: Int64
  ) {
    _ = loop.update(at: nanoseconds, after: framesBefore)
    framesBefore = frames
    timing.pointee.load(into: &moment)
    watchLoss(at: nanoseconds)
    if isFilling { begin(frames) }
    var made = 0
    var isDry = false
    if !isFilling {
      made = make(frames, glidingTo: nextRatio(frames))
      isDry = made < frames
    }
    fade.play(
      resampler.output, made: made, isDry: isDry, into: planes, frames: frames)
    if isDry { runDry() }
    if isLeaving, fade.isSilent { state = .filling }
    counters.pointee.state.store(stateCode, ordering: .relaxed)
  }

  /// Lets the times of the periods to come begin anew.
  @_noLocks
  mutating func interrupt() {
    loop.restart()
    framesBefore = 0
  }

  // Comparing enumerations looks up their raw values, which is no work for a cycle.
  private var isFilling: Bool { @_noLocks get { if case .filling = state { true } else { false } } }
  private var isLeaving: Bool { @_noLocks get { if case .leaving = state { true } else { false } } }
  private var stateCode: UInt8 {
    @_noLocks get {
      switch state {
      case .filling: 0
      case .locked: 1
      case .leaving: 2
      }
    }
  }
}

// MARK: Beginning and leaving

extension PlaybackSide {
  /// Begins to read where the latency is what it should be, if enough was captured.
  @_noLocks
  private mutating func begin(_ frames: Int) {
    guard moment.nanosecondsPerFrame > 0 else { return }
    let place = Int(moment.frames(at: loop.nanoseconds)) - targetFrames
    // Also while there is not enough: the ring must not become full.
    takenFrames += ring.skip(max(moment.epochBegin, min(place, moment.frames)) - takenFrames)
    let ratio = loopRatio
    let needed = Int(Double(frames) / ratio) + resampler.lookAheadFrames + 1
    guard takenFrames == place, place + needed <= moment.frames else { return }
    beginFrame = place
    epoch = moment.epoch
    resampler.restart(ratio: ratio)
    control.restart()
    fade.rise()
    state = .locked
    guard isLost else { return }
    isLost = false
    counters.pointee.isLost.store(false, ordering: .relaxed)
    counters.pointee.returns.wrappingAdd(1, ordering: .relaxed)
  }

  @_noLocks
  private mutating func leave() {
    state = .leaving
    fade.fall()
  }

  @_noLocks
  private mutating func runDry() {
    if moment.epoch == epoch { counters.pointee.underruns.wrappingAdd(1, ordering: .relaxed) }
    state = .filling
  }

  @_noLocks
  private mutating func watchLoss(at nanoseconds: Int64) {
    var heard = heardNanoseconds ?? nanoseconds
    if moment.nanoseconds > heard { heard = moment.nanoseconds }
    heardNanoseconds = heard
    guard !isLost, nanoseconds - heard > lossNanoseconds else { return }
    isLost = true
    counters.pointee.isLost.store(true, ordering: .relaxed)
    counters.pointee.losses.wrappingAdd(1, ordering: .relaxed)
  }
}

// MARK: Following the clocks

extension PlaybackSide {
  /// Output frames for each input frame, by the two clocks.
  private var loopRatio: Double {
    @_noLocks get { moment.nanosecondsPerFrame / loop.nanosecondsPerFrame }
  }

  /// The ratio to glide to in this period; begins to leave when the latency is too far off.
  @_noLocks
  private mutating func nextRatio(_ frames: Int) -> Double {
    guard !isLeaving else { return resampler.ratio }
    guard moment.epoch == epoch else {
      leave()
      return resampler.ratio
    }
    let captured = moment.frames(at: loop.nanoseconds)
    let place = Double(beginFrame + resampler.frame) + resampler.fraction
    let latency = captured - place
    let error = latency - Double(targetFrames)
    let ratio = loopRatio
    counters.pointee.tell(
      latencyFrames: latency * ratio,
      partsPerMillion: (resampler.nominalRatio / ratio - 1) * 1_000_000)
    guard error.magnitude <= Double(resynchroniseFrames) else {
      counters.pointee.resynchronisations.wrappingAdd(1, ordering: .relaxed)
      leave()
      return resampler.ratio
    }
    let correction = control.correction(errorFrames: error, frames: Int(Double(frames) / ratio))
    return ratio / (1 + correction)
  }

  /// Makes up to `frames` frames; fewer when too little was captured before the next break.
  @_noLocks
  private mutating func make(_ frames: Int, glidingTo ratio: Double) -> Int {
    let end = moment.epoch == epoch ? moment.frames : moment.epochBegin
    let missing = resampler.missingFrames(for: frames, glidingTo: ratio)
    let staged = ring.read(
      into: resampler.place, maximumFrames: max(0, min(missing, end - takenFrames)))
    takenFrames += staged
    resampler.stage(staged)
    return resampler.make(frames, glidingTo: ratio)
  }
}
