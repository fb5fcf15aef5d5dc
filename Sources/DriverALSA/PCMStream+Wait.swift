// Code used in the cycle.
import CALSA
import CRealtime
import Glibc
import Realtime

/// What waiting for a PCM ended with.
enum PCMReadiness {
  /// So many frames can be read or written: a period or more.
  case ready(frames: Int)
  /// The driver is told to stop.
  case stopped
  /// The PCM reported a negative errno, or was silent for too long: ETIMEDOUT.
  case fault(code: Int)
}

extension PCMStream {
  /// Blocks on the PCM's descriptors until a period can be read or written.
  @_noLocks
  func wait() -> PCMReadiness {
    let deadline = Clock.now() + stallNanoseconds
    while true {
      let frames = available()
      guard frames >= 0 else { return .fault(code: frames) }
      guard frames < periodFrames else { return .ready(frames: frames) }
      let now = Clock.now()
      guard now < deadline else { return .fault(code: -Int(ETIMEDOUT)) }
      let milliseconds = Int32((deadline - now) / 1_000_000 + 1)
      let code = alsa_poll(descriptors, descriptorCount, milliseconds)
      if code == -EINTR || code == 0 { continue }
      guard code > 0 else { return .fault(code: Int(code)) }
      guard descriptors[0].revents == 0 else { return .stopped }
      let fault = afterPoll()
      guard fault == 0 else { return .fault(code: fault) }
    }
  }

  /// Looks at what woke the thread; a negative errno when it was a fault.
  @_noLocks
  private func afterPoll() -> Int {
    let events = Int32(alsa_events(pcm, descriptors + 1, descriptorCount - 1))
    guard events >= 0 else { return Int(events) }
    let frames = available()
    guard frames >= 0 else { return frames }
    if events & (POLLERR | POLLNVAL | POLLHUP) != 0, frames < periodFrames { return stateFault() }
    // Some plugins wake early or always: a short sleep keeps that from being a busy loop.
    if frames < periodFrames {
      let period = Int64(periodFrames) * 1_000_000_000 / Int64(rate)
      _ = rt_sleep_until(Clock.now() + period / 8)
    }
    return 0
  }

  @_noLocks
  private func stateFault() -> Int {
    switch alsa_state(pcm) {
    case SND_PCM_STATE_XRUN: -Int(EPIPE)
    case SND_PCM_STATE_SUSPENDED: -Int(ESTRPIPE)
    case SND_PCM_STATE_DISCONNECTED: -Int(ENODEV)
    default: -Int(EIO)
    }
  }

  /// Sleeps, but not past a stop; false when told to stop.
  @_noLocks
  func sleep(milliseconds: Int32) -> Bool { alsa_poll(descriptors, 1, milliseconds) <= 0 }
}
