import Drivers
import Realtime
import Signal
import Synchronization
import WorkQueues

extension AudioHost {
  /// Fades in, from a scheduled item.
  func scheduleFadeIn() {
    let frames = fadeFrames(live.session.session.fades.startSeconds)
    schedule { [weak self] in self?.fade(to: 1, frames: frames) }
  }

  func fade(to gain: Float, frames: Int) {
    let posting: any Posting = take?.posting ?? DirectPosting()
    posting.post(.fade(gain: gain, frames: frames)) { [fader] in
      fader.fade(to: gain, frames: frames)
    }
  }

  /// Fades out and then lets the host end; a second request ends it without waiting.
  ///
  /// Thread: control. `hasFaded` tells when it is time for `end`.
  public func requestStop() {
    let before = phase.withLock { phase in
      defer { phase = phase == .running ? .fading : .ended }
      return phase
    }
    guard before == .running else { return }
    if failover.isAway, isSilent { return phase.withLock { $0 = .ended } }
    let seconds = live.session.session.fades.stopSeconds
    let frames = fadeFrames(seconds)
    events.add("fading out over \(seconds) s")
    schedule { [weak self] in self?.fade(to: 0, frames: frames) }
    let fadeNanoseconds = Int64(seconds * 1e9) + bufferNanoseconds
    let deadline = Clock.now() + fadeNanoseconds + Self.patienceNanoseconds
    let look = keep(ControlTask { [weak self] in self?.endWhenFaded(before: deadline) })
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
    if fader.isAtRest || Clock.now() >= deadline {
      phase.withLock { $0 = .ended }
    } else if let look = lookForEnd.withLock({ $0 }) {
      schedule(look, delayNanoseconds: 5_000_000)
    }
  }

  /// What the device still has to play when a period was handed over.
  private var bufferNanoseconds: Int64 {
    let format = selection.driver.format
    return Int64(format.periodFrames * max(2, format.periods)) * 1_000_000_000
      / Int64(format.rate)
  }

  func fadeFrames(_ seconds: Double) -> Int {
    max(1, Int(seconds * Double(selection.driver.format.rate)))
  }

  /// Performs `body` as a scheduled item of the control queue.
  private func schedule(delayNanoseconds: Int64 = 0, _ body: @escaping @Sendable () -> Void) {
    schedule(keep(ControlTask(body)), delayNanoseconds: delayNanoseconds)
  }

  func schedule(_ task: ControlTask, delayNanoseconds: Int64) {
    do throws(WorkQueueError) {
      try platform.timer.schedule(
        task.item, on: queues.control, priority: .high, delayNanoseconds: delayNanoseconds)
    } catch {
      // A fade that comes too early is better than none.
      events.add(error.description)
      task.perform()
    }
  }

  /// Keeps a task for as long as the host, so that its item may run at any time.
  func keep(_ task: ControlTask) -> ControlTask {
    tasks.withLock { $0.append(task) }
    return task
  }
}
