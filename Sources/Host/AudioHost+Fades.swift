import CRealtime
import Drivers
import Realtime
import Synchronization
import WorkQueues

extension AudioHost {
  /// Fades to silence, or back from it; whatever else there is a reason for silence stays one.
  ///
  /// Thread: any of the control side.
  public func setMuted(_ isMuted: Bool) {
    if fades.setMuted(isMuted) { tellMuted(isMuted) }
  }

  /// Fades to silence when nobody has before, else back.
  ///
  /// Thread: any of the control side.
  public func toggleMute() { tellMuted(fades.toggleMute()) }

  /// Whether somebody asked for silence.
  ///
  /// Thread: any of the control side.
  public var isMuted: Bool { fades.isMuted }

  private func tellMuted(_ isMuted: Bool) {
    events.add(isMuted ? "muted" : "not muted any more")
    lookForChanges()
  }

  /// Fades out and then lets the host end; a second request ends it without waiting.
  ///
  /// Thread: control. `hasFaded` tells when it is time for `end`.
  public func requestStop() {
    setup.observer?.hostWillStop()
    let before = phase.withLock { phase in
      defer { if phase == .running { phase = .fading } }
      return phase
    }
    guard before == .running, !(failover.isAway && fades.isSilent) else { return noteFaded() }
    let seconds = fades.stop()
    events.add("fading out over \(seconds) s")
    let fadeNanoseconds = Int64(seconds * 1e9) + bufferNanoseconds
    let deadline = Clock.now() + fadeNanoseconds + Self.patienceNanoseconds
    let look = keep(
      ControlTask(named: "end") { [weak self] in self?.endWhenFaded(before: deadline) })
    lookForEnd.withLock { $0 = look }
    schedule(look, delayNanoseconds: fadeNanoseconds)
  }

  /// Asks for the fade-out `seconds` from now.
  public func requestStop(afterSeconds seconds: Double) {
    schedule(delayNanoseconds: Int64(seconds * 1e9)) { [weak self] in self?.requestStop() }
  }

  /// How long a device may be late with the fade before the host ends without it.
  private static let patienceNanoseconds: Int64 = 5_000_000_000

  /// Ends once the fade is through and the device has played it; looks again if it is late.
  private func endWhenFaded(before deadline: Int64) {
    if Clock.now() >= deadline { events.add("the device did not play the fade; ending without it") }
    if fades.isSilent || Clock.now() >= deadline {
      noteFaded()
    } else if let look = lookForEnd.withLock({ $0 }), !postpone(look, nanoseconds: 5_000_000) {
      noteFaded()
    }
  }

  /// Whether anything is connected to the device's MIDI ports that play.
  var playsNotes: Bool { live.session.midi.contains { $0.to.place == .device } }

  /// Has the device's last period end what its MIDI ports hold, if it has not done so with the fade.
  func endNotes() {
    guard playsNotes, !notes.isQuiet else { return }
    notes.closeAtOnce()
    let deadline = Clock.now() + max(20_000_000, 2 * bufferNanoseconds)
    while !notes.isQuiet, Clock.now() < deadline { _ = rt_sleep_until(Clock.now() + 500_000) }
  }

  /// What the device still has to play when a period was handed over.
  private var bufferNanoseconds: Int64 {
    let format = selection.driver.format
    return Int64(format.periodFrames * max(2, format.periods)) * 1_000_000_000
      / Int64(format.rate)
  }

  /// Performs `body` as a scheduled item of the control queue.
  private func schedule(delayNanoseconds: Int64 = 0, _ body: @escaping @Sendable () -> Void) {
    schedule(keep(ControlTask(named: "fade out", body)), delayNanoseconds: delayNanoseconds)
  }

  func schedule(_ task: ControlTask, delayNanoseconds: Int64) {
    platform.timer.schedule(
      task, on: queues.control, delayNanoseconds: delayNanoseconds, telling: events)
  }

  /// Has a task that asks for itself performed again; false when that is refused, as by a host that ends.
  ///
  /// Performed at once it would call itself without end.
  func postpone(_ task: ControlTask, nanoseconds: Int64) -> Bool {
    do throws(WorkQueueError) {
      try platform.timer.schedule(
        task.item, on: queues.control, priority: .high, delayNanoseconds: nanoseconds)
      return true
    } catch {
      return false
    }
  }

  /// Keeps a task for as long as the host, so that its item may run at any time.
  func keep(_ task: ControlTask) -> ControlTask {
    tasks.withLock { $0.append(task) }
    return task
  }
}
