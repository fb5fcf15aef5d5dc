import Synchronization

/// A value posted from anywhere that the cycle reaches without a step.
///
/// The cycle goes there in a straight line over a fixed number of frames, from wherever it is. At
/// rest it is exactly what was posted. What is posted before the first block takes effect there at
/// once.
@safe
public struct SmoothedValue: ~Copyable, @unchecked Sendable {
  /// What only the cycle touches; apart from the rest, which others read meanwhile.
  struct Way: BitwiseCopyable {
    var ramp: LinearRamp
    var hasBegun: Bool
  }

  let posted: Atomic<UInt32>
  let rampFrames: Int
  let way: UnsafeMutablePointer<Way>

  deinit { unsafe way.deallocate() }

  /// Posts a new value; it counts from the next block on.
  ///
  /// Thread: any.
  @_noLocks
  public borrowing func post(_ value: Float) {
    posted.store(value.bitPattern, ordering: .relaxed)
  }

  /// The value posted last.
  public var target: Float {
    @_noLocks get { Float(bitPattern: posted.load(ordering: .relaxed)) }
  }

  /// The value's way through the next `frames` frames, which count as done then.
  ///
  /// Thread: cycle, once a block.
  @_noLocks
  public borrowing func next(_ frames: Int) -> LinearRamp {
    let target = target
    var ramp = unsafe way.pointee.ramp
    if unsafe !way.pointee.hasBegun {
      ramp = LinearRamp(at: target)
      unsafe way.pointee.hasBegun = true
    } else if target.bitPattern != ramp.target.bitPattern {
      ramp = LinearRamp(from: ramp.gain, to: target, frames: rampFrames)
    }
    unsafe way.pointee.ramp = ramp.advanced(frames)
    return ramp
  }
}
