// Code and data used in the cycle.
import CRealtime
import Signal
import Synchronization

/// A parameter on its way to a value that somebody asked for.
struct SteeredMove: BitwiseCopyable {
  let inlet: UnsafeMutablePointer<ControlInletCore>
  let place: UInt32
  /// The value as the session calls it, and as the node's setter takes it.
  let value: Float
  let target: Float
  /// How long the way is; on it, what is set goes along a straight line.
  let frames: UInt64
  /// Where it began, and when; the cycle's own.
  var from: Float = 0
  var start: UInt64 = 0
  var isThere = false

  init(
    inlet: UnsafeMutablePointer<ControlInletCore>, place: UInt32, value: Float, target: Float,
    frames: UInt64
  ) {
    self.inlet = inlet
    self.place = place
    self.value = value
    self.target = target
    self.frames = frames
  }

  /// The way goes on in steps of so many frames, at the least with each period; nodes smooth them.
  static var stepFrames: UInt64 { @_noLocks get { 256 } }

  /// Sets out at a frame, as the steering with that number.
  ///
  /// Thread: cycle, the one that opens the period, as of `advance`.
  @_noLocks
  mutating func begin(at frame: UInt64, steering: UInt64) {
    start = frame
    from = Float(
      bitPattern: inlet.pointee.parameters[Int(place)].posted.load(ordering: .relaxed))
    inlet.pointee.parameters[Int(place)].steering.store(steering, ordering: .relaxed)
    if frames == 0 { set(target, at: frame, steering: steering) }
    isThere = frames == 0
  }

  /// Makes the steps of a period that begins at a frame.
  @_noLocks
  mutating func advance(from first: UInt64, to end: UInt64, steering: UInt64) {
    guard !isThere else { return }
    let inCharge = inlet.pointee.parameters[Int(place)].steering.load(ordering: .relaxed)
    guard inCharge == steering else {
      isThere = true
      return
    }
    var frame = first < start ? start : first
    let last = start &+ frames
    while frame < end {
      guard frame < last else {
        set(target, at: frame, steering: steering)
        isThere = true
        return
      }
      let share = Float(Double(frame &- start) / Double(frames))
      set(from + (target - from) * share, at: frame, steering: steering)
      let next = frame &+ Self.stepFrames
      frame = next < last || frame == last ? next : last
    }
  }

  @_noLocks
  private func set(_ posted: Float, at frame: UInt64, steering: UInt64) {
    inlet.pointee.put(
      ControlChange(frame: frame, place: place, value: posted), value: value, steering: steering)
  }
}

/// A fade of the master that begins with a period.
struct SteeredFade: BitwiseCopyable {
  let gain: Float
  let frames: Int
  let curve: FadeCurve
}

/// What takes effect in one period.
struct SteeringBatchCore: ~Copyable {
  let number: UInt64
  /// The first frame it may take effect at; 0 for the next period's.
  let frame: UInt64
  /// The plan that has to be current by then; 0 for whichever is.
  let plan: UInt64
  let moves: UnsafeMutablePointer<SteeredMove>
  let moveCount: Int
  let fade: SteeredFade?
  let transport: HostTransport.Order?
  /// Whether it has set out; the cycle's own, as is `next` once it was taken.
  var hasBegun = false
  var next: UnsafeMutablePointer<SteeringBatchCore>?
  /// Whether the cycle has left it for good.
  let isDone = Atomic<Bool>(false)

  init(
    number: UInt64, frame: UInt64, plan: UInt64, moves: [SteeredMove], fade: SteeredFade?,
    transport: HostTransport.Order?
  ) {
    self.number = number
    self.frame = frame
    self.plan = plan
    self.moves = .allocate(capacity: max(1, moves.count))
    self.moves.initialize(from: moves, count: moves.count)
    moveCount = moves.count
    self.fade = fade
    self.transport = transport
  }

  deinit { moves.deallocate() }
}
