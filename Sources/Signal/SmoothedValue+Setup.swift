// Prepares smoothed values for the cycle; never runs in it.
import Synchronization

extension SmoothedValue {
  /// Creates a value at rest that takes `rampFrames` frames to reach a new one.
  ///
  /// Thread: control.
  public init(_ value: Float, rampFrames: Int) {
    posted = Atomic(value.bitPattern)
    self.rampFrames = rampFrames
    unsafe way = .allocate(capacity: 1)
    unsafe way.initialize(to: Way(ramp: LinearRamp(at: value), hasBegun: false))
  }
}
