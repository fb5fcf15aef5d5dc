internal import CRealtime
import Glibc
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
    let arithmetic = rt_arithmetic()
    defer { rt_denormals_restore(arithmetic) }
    return try lock.withLock { (_: inout Void) throws(Failure) -> Result in try body() }
  }

  /// Opens a plugin library, which stays loaded when it is closed; nil when the loader refuses.
  ///
  /// Some plugins crash when they are unloaded, by a thread of theirs or a library below them that
  /// cannot be loaded twice. Those made with fast arithmetic have denormals flushed as they are
  /// loaded, which is not to be so for what the thread does next. Thread: control.
  package static func open(libraryAt path: String) -> UnsafeMutableRawPointer? {
    let arithmetic = rt_arithmetic()
    defer { rt_denormals_restore(arithmetic) }
    return dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)
  }

  private static let lock = Mutex(())
}
