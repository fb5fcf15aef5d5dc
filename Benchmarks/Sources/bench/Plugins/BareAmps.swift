import CPeers
import CRealtime
import Glibc

/// Instances of eg-amp in a row, and nothing but a loop around `run`.
final class BareAmps {
  static let library = AmpSession.bundle + "amp.so"

  private let amps: UnsafeMutableRawPointer

  init(count: Int) throws {
    guard
      let made = peer_amps_create(
        Self.library, AmpSession.bundle, count, UInt32(Period.frames))
    else { throw UsageError(description: "\(Self.library) cannot be loaded: install lv2-examples") }
    amps = made
  }

  deinit { peer_amps_release(amps) }

  func run() { peer_amps_run(amps, UInt32(Period.frames)) }

  /// What one period takes of the processor, one right after the other.
  func nanosecondsPerPeriod(periods: Int) -> Double {
    let flushed = rt_denormals_flush()
    defer { rt_denormals_restore(flushed) }
    let before = ThreadTime.now
    for _ in 0..<periods { run() }
    return Double(ThreadTime.now - before) / Double(periods)
  }

  /// What one period takes of a thread at the priority of "Pro Audio" that sleeps until it is due.
  func nanosecondsPerTimedPeriod(periods: Int) throws -> Double {
    let loop = TimedLoop(self, periods: periods)
    try loop.perform()
    return loop.used / Double(periods)
  }
}

/// What the calling thread has used of the processor.
enum ThreadTime {
  static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
