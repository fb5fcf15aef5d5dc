// Control side.
import CJACK
import CRealtime
import Realtime
import Synchronization

/// Takes a client out of its server's cycle, which ends JACK's thread.
///
/// On a thread of its own: JACK waits for its thread for ever, and that may be lost in a plugin.
final class JACKDeactivation: @unchecked Sendable {
  private let client: OpaquePointer
  private let hasEnded = Atomic<Bool>(false)
  private let thread = Mutex<RealtimeThread?>(nil)

  init(_ client: OpaquePointer) { self.client = client }

  /// Takes the client out; false when that lasts longer than `nanoseconds`, and goes on.
  ///
  /// May be called again to wait for longer.
  func perform(within nanoseconds: Int64) -> Bool {
    let end = Clock.now() + nanoseconds
    guard start() else { return false }
    while !hasEnded.load(ordering: .acquiring) {
      guard Clock.now() < end else { return false }
      _ = rt_sleep_until(Clock.now() + 200_000)
    }
    thread.withLock { $0 }?.join()
    return true
  }

  private func start() -> Bool {
    thread.withLock { thread in
      guard thread == nil else { return true }
      let context = Unmanaged.passRetained(self)
      thread = try? RealtimeThread(
        name: "jack end", scheduling: .normal(nice: 0),
        body: { context in
          guard let context else { return }
          Unmanaged<JACKDeactivation>.fromOpaque(context).takeRetainedValue().deactivate()
        }, context: context.toOpaque())
      if thread == nil { context.release() }
      return thread != nil
    }
  }

  private func deactivate() {
    jack_deactivate(client)
    hasEnded.store(true, ordering: .releasing)
  }
}
