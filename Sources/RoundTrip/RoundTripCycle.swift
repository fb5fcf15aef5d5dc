// Code and data used in the cycle.
import CRealtime
import Synchronization

/// Plays repetitions of a signal on one channel and records all channels meanwhile.
struct RoundTripCycle: ~Copyable {
  let signal: UnsafeMutablePointer<Float>
  let signalFrames: Int
  let repetitions: Int
  let captureChannels: Int
  /// One stretch after the other, each of all repetitions of one channel.
  let recording: UnsafeMutablePointer<Float>
  /// Frames of the turn that is played, so far.
  var position = 0
  /// The channel to play on, counted from 1; 0 when nothing is to be played.
  let channel = Atomic<Int>(0)
  /// Turns that were played.
  let turns = Atomic<Int>(0)

  var turnFrames: Int { @_noLocks get { signalFrames * repetitions } }

  /// Plays and records what belongs into one period.
  @_noLocks
  static func perform(
    _ cycle: UnsafeMutablePointer<RoundTripCycle>, _ period: UnsafePointer<rt_period>
  ) {
    let channel = cycle.pointee.channel.load(ordering: .acquiring) - 1
    guard channel >= 0 else { return }
    let position = cycle.pointee.position
    let frames = min(Int(period.pointee.frames), cycle.pointee.turnFrames - position)
    if channel < Int(period.pointee.playback_count),
      let target = period.pointee.playback[channel]
    {
      for frame in 0..<frames {
        target[frame] = cycle.pointee.signal[(position + frame) % cycle.pointee.signalFrames]
      }
    }
    record(cycle, period, frames: frames)
    cycle.pointee.position += frames
    guard cycle.pointee.position == cycle.pointee.turnFrames else { return }
    cycle.pointee.position = 0
    cycle.pointee.channel.store(0, ordering: .relaxed)
    cycle.pointee.turns.add(1, ordering: .releasing)
  }

  @_noLocks
  private static func record(
    _ cycle: UnsafeMutablePointer<RoundTripCycle>, _ period: UnsafePointer<rt_period>, frames: Int
  ) {
    let channels = min(cycle.pointee.captureChannels, Int(period.pointee.capture_count))
    for channel in 0..<channels {
      guard let source = period.pointee.capture[channel] else { continue }
      let first = channel * cycle.pointee.turnFrames + cycle.pointee.position
      let target = cycle.pointee.recording + first
      for frame in 0..<frames { target[frame] = source[frame] }
    }
  }
}
