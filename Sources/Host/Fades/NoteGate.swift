import Synchronization

/// Whether notes may sound at the device's MIDI ports.
///
/// They end when the last sound has: while there is a reason for silence, no note begins there once
/// the master fade is through, and what was held is ended within that period.
final class NoteGate: Sendable {
  /// What the cycle goes by; valid as long as the gate.
  let handle: NoteGateHandle

  init() {
    let core = UnsafeMutablePointer<NoteGateCore>.allocate(capacity: 1)
    core.initialize(to: NoteGateCore())
    handle = NoteGateHandle(core: core)
  }

  deinit {
    handle.core.deinitialize(count: 1)
    handle.core.deallocate()
  }

  /// Lets notes begin, or has them end once the master is silent.
  ///
  /// Thread: control.
  func close(_ isClosing: Bool) {
    if !isClosing { handle.core.pointee.isQuiet.store(false, ordering: .relaxed) }
    handle.core.pointee.isClosing.store(isClosing, ordering: .releasing)
  }

  /// Has notes end with the next period, whatever is heard.
  ///
  /// Thread: control.
  func closeAtOnce() { handle.core.pointee.isCut.store(true, ordering: .releasing) }

  /// Whether a period has ended all that was held, and none has let a note begin since.
  ///
  /// Thread: control.
  var isQuiet: Bool { handle.core.pointee.isQuiet.load(ordering: .acquiring) }
}
