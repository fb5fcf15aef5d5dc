import Realtime
import Synchronization

/// A thread on one core that is woken by the timer while it lives.
final class WakeThread {
  private let level: WakeTrial.Level
  private let core: Int
  private let loop: UnsafeMutablePointer<WakeLoop>
  private let thread: RealtimeThread

  /// Starts it at a level's priority, or at what is granted instead.
  init(_ level: WakeTrial.Level, core: Int) throws(ThreadError) {
    self.level = level
    self.core = core
    let loop = UnsafeMutablePointer<WakeLoop>.allocate(capacity: 1)
    loop.initialize(to: WakeLoop())
    self.loop = loop
    do throws(ThreadError) {
      thread = try RealtimeThread(
        name: "wake \(core)", scheduling: level.scheduling, affinityMask: 1 << UInt64(core),
        broker: SchedulingBrokers.realtimeKit,
        body: { context in
          guard let context else { return }
          WakeLoop.run(context.assumingMemoryBound(to: WakeLoop.self))
        }, context: loop)
    } catch {
      loop.deinitialize(count: 1)
      loop.deallocate()
      throw error
    }
  }

  deinit {
    stop()
    loop.deinitialize(count: 1)
    loop.deallocate()
  }

  /// Ends it, and tells how late it was woken.
  func end() -> WakeTrial {
    stop()
    return WakeTrial(
      level, core: core, granted: thread.grant.granted, loop.pointee.lateness.summary())
  }

  private func stop() {
    loop.pointee.isEnding.store(true, ordering: .relaxed)
    thread.join()
  }
}
