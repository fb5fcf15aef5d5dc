// Code used in the driver's thread, between periods.
import CALSA
import CRealtime
import Drivers
import Glibc
import Realtime

extension ALSACycle {
  /// The first wait: the control side has prepared and filled the PCMs.
  @_noLocks
  static func start(_ cycle: UnsafeMutablePointer<ALSACycle>) -> rt_wait_result {
    alsa_silence_thread()
    cycle.pointee.hasBegun = true
    cycle.pointee.fault = startStreams(cycle)
    return rt_wait_again
  }

  /// Makes the streams ready and fills what is played with silence.
  @_noLocks
  static func prepare(_ cycle: UnsafeMutablePointer<ALSACycle>) -> Int {
    if let stream = cycle.pointee.capture {
      let code = alsa_prepare(stream.pcm)
      guard code >= 0 else { return Int(code) }
    }
    guard let stream = cycle.pointee.playback else { return 0 }
    let code = alsa_prepare(stream.pcm)
    guard code >= 0 else { return Int(code) }
    stream.buffers.clear()
    for _ in 0..<cycle.pointee.format.periods {
      let frames = stream.available()
      guard frames >= stream.periodFrames else { return min(0, frames) }
      let code = stream.write()
      guard code == 0 else { return code }
    }
    return 0
  }

  @_noLocks
  private static func startStreams(_ cycle: UnsafeMutablePointer<ALSACycle>) -> Int {
    if let stream = cycle.pointee.playback, !cycle.pointee.isLinked {
      let code = alsa_start(stream.pcm)
      guard code >= 0 else { return Int(code) }
    }
    guard let stream = cycle.pointee.capture else { return 0 }
    return min(0, Int(alsa_start(stream.pcm)))
  }

  /// Deals with a fault: starts the device again, or gives it up.
  @_noLocks
  static func recover(_ cycle: UnsafeMutablePointer<ALSACycle>) -> rt_wait_result {
    let fault = Int32(-cycle.pointee.fault)
    cycle.pointee.fault = 0
    count(cycle, fault)
    if fault == ESTRPIPE, !resume(cycle) { return rt_wait_end }
    if isGone(fault) || isDisconnected(cycle) { return lose(cycle) }
    guard cycle.pointee.patience.allowsRestart(at: Clock.now()) else { return lose(cycle) }
    if cycle.pointee.patience.isStrained, !pause(cycle, milliseconds: 20) { return rt_wait_end }
    let code = restart(cycle)
    guard code == 0 else {
      if isGone(Int32(-code)) || Int32(-code) == EBADFD { return lose(cycle) }
      cycle.pointee.fault = code
      return pause(cycle, milliseconds: 100) ? rt_wait_again : rt_wait_end
    }
    cycle.pointee.counters.countRecovery()
    return rt_wait_again
  }

  @_noLocks
  private static func count(_ cycle: UnsafeMutablePointer<ALSACycle>, _ fault: Int32) {
    let counters = cycle.pointee.counters
    switch fault {
    case EPIPE: counters.countXrun()
    case ESTRPIPE: counters.countSuspend()
    case ETIMEDOUT: counters.countStall()
    default: counters.countFault()
    }
  }

  @_noLocks
  private static func restart(_ cycle: UnsafeMutablePointer<ALSACycle>) -> Int {
    if let stream = cycle.pointee.capture { _ = alsa_drop(stream.pcm) }
    if let stream = cycle.pointee.playback { _ = alsa_drop(stream.pcm) }
    cycle.pointee.pace.restart()
    cycle.pointee.grid.restart()
    cycle.pointee.isResuming = true
    cycle.pointee.periodsSinceStart = 0
    let code = prepare(cycle)
    return code == 0 ? startStreams(cycle) : code
  }

  /// Waits for a suspended machine's device to wake; false when told to stop meanwhile.
  ///
  /// A device that cannot resume, or takes too long, is prepared and started like any other.
  @_noLocks
  private static func resume(_ cycle: UnsafeMutablePointer<ALSACycle>) -> Bool {
    if let stream = cycle.pointee.capture, !resume(stream) { return false }
    if let stream = cycle.pointee.playback, !resume(stream) { return false }
    return true
  }

  @_noLocks
  private static func resume(_ stream: PCMStream) -> Bool {
    for _ in 0..<500 {
      guard alsa_state(stream.pcm) == SND_PCM_STATE_SUSPENDED,
        alsa_resume(stream.pcm) == -EAGAIN
      else { return true }
      guard stream.sleep(milliseconds: 10) else { return false }
    }
    return true
  }

  @_noLocks
  private static func pause(
    _ cycle: UnsafeMutablePointer<ALSACycle>, milliseconds: Int32
  ) -> Bool {
    guard let stream = cycle.pointee.capture ?? cycle.pointee.playback else { return false }
    return stream.sleep(milliseconds: milliseconds)
  }

  @_noLocks
  private static func lose(_ cycle: UnsafeMutablePointer<ALSACycle>) -> rt_wait_result {
    cycle.pointee.counters.markLost(.deviceGone)
    return rt_wait_end
  }

  @_noLocks
  private static func isGone(_ error: Int32) -> Bool {
    error == ENODEV || error == ENXIO || error == ENOENT
  }

  @_noLocks
  private static func isDisconnected(_ cycle: UnsafeMutablePointer<ALSACycle>) -> Bool {
    if let stream = cycle.pointee.capture, alsa_state(stream.pcm) == SND_PCM_STATE_DISCONNECTED {
      return true
    }
    guard let stream = cycle.pointee.playback else { return false }
    return alsa_state(stream.pcm) == SND_PCM_STATE_DISCONNECTED
  }
}
