/// A gain on its straight way from one value to another, frame by frame.
///
/// Frame `k` of the way, counted from 1, has the gain `start + k * step`; the last one and all
/// after it have exactly `target`. As each gain is computed from its place on the way and not from
/// the gain before, the way is the same however it is cut into periods.
public struct LinearRamp: BitwiseCopyable, Sendable {
  let start: Float
  let step: Float
  let length: Int
  private(set) var position: Int

  /// Where it ends.
  public let target: Float

  /// A gain at rest.
  ///
  /// Thread: any.
  @_noLocks
  public init(at gain: Float) {
    start = gain
    step = 0
    target = gain
    length = 0
    position = 0
  }

  /// A gain that reaches `target` after `frames` frames; at once when there are none.
  ///
  /// Thread: any.
  @_noLocks
  public init(from start: Float, to target: Float, frames: Int) {
    self.start = start
    self.target = target
    length = frames > 0 && start != target ? frames : 0
    step = frames > 0 ? (target - start) / Float(frames) : 0
    position = 0
  }

  /// Whether it has arrived.
  public var isAtRest: Bool { @_noLocks get { position >= length } }

  /// The gain of the frame it came to last.
  public var gain: Float {
    @_noLocks get { position >= length ? target : start + step * Float(position) }
  }

  /// Goes on by some frames.
  ///
  /// Thread: cycle.
  @_noLocks
  public mutating func advance(_ frames: Int) {
    position = frames < length - position ? position + frames : length
  }

  /// The ramp as it is some frames later.
  ///
  /// Thread: cycle.
  @_noLocks
  public func advanced(_ frames: Int) -> LinearRamp {
    var later = self
    later.advance(frames)
    return later
  }

  /// How many of the next `frames` frames still differ from the target.
  @_noLocks
  func slopedFrames(of frames: Int) -> Int {
    let left = length - position - 1
    return left < 0 ? 0 : left < frames ? left : frames
  }
}
