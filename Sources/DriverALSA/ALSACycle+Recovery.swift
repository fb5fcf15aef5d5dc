// Code used in the driver's thread, between periods.
import CALSA
import CRealtime
import Drivers
import Glibc
import Realtime

extension ALSACycle {
  /// Restarts without a good period in between after which each next one waits a little.
  static var restartLimit: Int { @_noLocks get { 5 } }
  /// How long a device may need restarts and give no good period before it counts as lost.
  static var patienceNanoseconds: Int64 { @_noLocks get { 5_000_000_000 } }

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
    if cycle.pointee.restarts == 0 { cycle.pointee.faultySince = Clock.now() }
    cycle.pointee.restarts += 1
    guard Clock.now() - cycle.pointee.faultySince < patienceNanoseconds else { return lose(cycle) }
    // Several xruns in a row are a machine that is late, not a card that is gone.
    if cycle.pointee.restarts > restartLimit, !pause(cycle, milliseconds: 20) { return rt_wait_end }
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
    let code = prepare(cycle)
    return code == 0 ? startStreams(cycle) : code
  }

  /// Waits for a suspended machine's device to wake; false when told to stop meanwhile.
  @_noLocks
  private static func resume(_ cycle: UnsafeMutablePointer<ALSACycle>) -> Bool {
    guard let stream = cycle.pointee.capture ?? cycle.pointee.playback else { return true }
    while alsa_resume(stream.pcm) == -EAGAIN {
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
