// Control side.

extension WorkPlatform {
  /// Starts the governor of real-time classes; `shutdown` stops it first.
  ///
  /// Without it nothing limits what the threads of a class use. May be called twice. Throws
  /// `noResources`. Thread: control.
  public func startGovernor() throws(WorkQueueError) { try governor.start() }
}
