/// A gain on its straight way from one value to another, frame by frame.
///
/// Frame `k` of the way, counted from 1, has the gain `start + k * step`; the last one and all
/// after it have exactly `target`. As each gain is computed from its place on the way and not from
/// the gain before, the way is the same however it is cut into periods. A way has at most
/// 2,147,483,647 frames, half a day at 48 kHz; a longer one is made that long.
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
    let longest = Int(Int32.max)
    length = frames > 0 && start != target ? (frames < longest ? frames : longest) : 0
    step = length > 0 ? (target - start) / Float(length) : 0
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

  /// The gain of a coming frame, counted from 0.
  ///
  /// Thread: cycle.
  @_noLocks
  public func gain(at frame: Int) -> Float {
    position + 1 + frame >= length ? target : slopedGain(frame)
  }

  /// The gain of a coming frame, counted from 0, that is one of the sloped ones.
  @_noLocks
  func slopedGain(_ frame: Int) -> Float {
    // 32 bits and no overflow check, or there would be no vector instruction for it.
    start + step * Float(Int32(truncatingIfNeeded: position &+ 1 &+ frame))
  }

  /// How many of the next `frames` frames are still on the slope.
  @_noLocks
  func slopedFrames(of frames: Int) -> Int {
    let left = length - position - 1
    return left < 0 ? 0 : left < frames ? left : frames
  }
}
