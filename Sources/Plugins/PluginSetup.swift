import Synchronization

/// The one place at a time where plugins of all formats are made and ended.
///
/// Plugins share libraries with global state they do not guard themselves: FFTW's planner, which
/// many call while they are made, fails when two threads plan at once.
package enum PluginSetup {
  /// Performs `body` while no other plugin is made, activated, deactivated or freed.
  ///
  /// Thread: control.
  package static func alone<Result: Sendable, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try lock.withLock { (_: inout Void) throws(Failure) -> Result in try body() }
  }

  private static let lock = Mutex(())
}
