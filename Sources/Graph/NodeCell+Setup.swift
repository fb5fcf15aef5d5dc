import Realtime

extension NodeCell {
  /// Creates the cell of a node that never ran.
  ///
  /// Thread: control.
  init() {
    unsafe times = .allocate(capacity: 1)
    unsafe times.initialize(to: DurationHistogram())
  }
}
