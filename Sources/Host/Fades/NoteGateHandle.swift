// Code and data used in the cycle.
import CRealtime
import Signal
import Synchronization

/// What the cycle touches of a gate for notes.
struct NoteGateCore: ~Copyable {
  let isClosing = Atomic<Bool>(false)
  let isCut = Atomic<Bool>(false)
  /// What the last period came to.
  let isQuiet = Atomic<Bool>(false)
}

/// A gate for notes as the cycle sees it.
struct NoteGateHandle: BitwiseCopyable, @unchecked Sendable {
  // Unchecked: the core is atomic.

  let core: UnsafeMutablePointer<NoteGateCore>

  /// Whether notes end in a period, which the master fade is applied to afterwards.
  ///
  /// Thread: cycle.
  @_noLocks
  func isClosed(_ period: UnsafePointer<rt_period>, fader: FaderHandle) -> Bool {
    if core.pointee.isCut.load(ordering: .acquiring) { return true }
    return core.pointee.isClosing.load(ordering: .acquiring)
      && fader.endsInSilence(frames: Int(period.pointee.frames))
  }

  /// Tells the control side once the period's messages are sent.
  ///
  /// Thread: cycle.
  @_noLocks
  func note(isQuiet: Bool) { core.pointee.isQuiet.store(isQuiet, ordering: .releasing) }
}
