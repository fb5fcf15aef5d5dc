internal import CRealtime
import Synchronization

/// The one place at a time where plugins of all formats are made and ended.
///
/// Plugins share libraries with global state they do not guard themselves: FFTW's planner, which
/// many call while they are made, fails when two threads plan at once. And some leave denormals
/// flushed, which is not to be so for what the thread does next.
package enum PluginSetup {
  /// Performs `body` while no other plugin is made, activated, deactivated or freed.
  ///
  /// Thread: control.
  package static func alone<Result: Sendable, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let arithmetic = rt_denormals_flush()
    rt_denormals_restore(arithmetic)
    defer { rt_denormals_restore(arithmetic) }
    return try lock.withLock { (_: inout Void) throws(Failure) -> Result in try body() }
  }

  private static let lock = Mutex(())
}
