// Control side.
import CRealtime
public import Drivers
import Synchronization

/// Plays a test signal through a driver, one channel at a time, and keeps what comes back.
///
/// Thread: control, one at a time; it must outlive the run of the driver that has its callback.
public final class RoundTripRecorder: @unchecked Sendable {
  // Unchecked: the control side reads the recording only while the cycle leaves it alone.

  private let cycle: UnsafeMutablePointer<RoundTripCycle>

  /// Makes room for recordings of `captureChannels` channels.
  public init(_ signal: TestSignal, repetitions: Int, captureChannels: Int) {
    let samples = UnsafeMutablePointer<Float>.allocate(capacity: signal.frames)
    samples.initialize(from: signal.samples, count: signal.frames)
    let count = max(1, signal.frames * repetitions * captureChannels)
    let recording = UnsafeMutablePointer<Float>.allocate(capacity: count)
    recording.initialize(repeating: 0, count: count)
    cycle = .allocate(capacity: 1)
    cycle.initialize(
      to: RoundTripCycle(
        signal: samples, signalFrames: signal.frames, repetitions: repetitions,
        captureChannels: captureChannels, recording: recording))
  }

  deinit {
    cycle.pointee.signal.deallocate()
    cycle.pointee.recording.deallocate()
    cycle.deinitialize(count: 1)
    cycle.deallocate()
  }

  /// What the driver calls; silent until `play`.
  public var callback: PeriodCallback {
    PeriodCallback(
      function: { context, period in
        guard let context, let period else { return }
        RoundTripCycle.perform(context.assumingMemoryBound(to: RoundTripCycle.self), period)
      }, context: cycle)
  }

  /// Begins to play all repetitions on one channel, counted from 0.
  ///
  /// Not before the turn before has come to its end.
  public func play(on channel: Int) {
    precondition(cycle.pointee.channel.load(ordering: .relaxed) == 0, "a turn is being played")
    cycle.pointee.channel.store(channel + 1, ordering: .releasing)
  }

  /// Turns that have come to their end.
  public var turns: Int { cycle.pointee.turns.load(ordering: .acquiring) }

  /// Each repetition of the last turn, as a channel captured it.
  public func recordings(of channel: Int) -> [[Float]] {
    let first = cycle.pointee.recording + channel * cycle.pointee.turnFrames
    return (0..<cycle.pointee.repetitions).map { repetition in
      let start = first + repetition * cycle.pointee.signalFrames
      return Array(UnsafeBufferPointer(start: start, count: cycle.pointee.signalFrames))
    }
  }
}
