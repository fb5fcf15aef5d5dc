import CRealtime
import Drivers
import Loudness
import Realtime
import Synchronization
import Telemetry

/// Measures the loudness of what is played, as long as somebody looks at it.
///
/// Thread: control, but for the handle.
final class PlayedLoudness: @unchecked Sendable {
  // Unchecked: the cycle alone writes, through the handle; the meter is one's turn at a time.

  /// The measurement as the cycle sees it; valid as long as it.
  struct Handle: BitwiseCopyable, @unchecked Sendable {
    fileprivate let tap: RecordingTap.Handle
    fileprivate let isWanted: UnsafePointer<Atomic<Bool>>

    /// Writes a period's playback while it is wanted.
    ///
    /// Thread: cycle.
    @_noLocks
    func writePlayback(_ period: UnsafePointer<rt_period>) {
      if isWanted.pointee.load(ordering: .relaxed) { tap.writePlayback(period) }
    }
  }

  private let meter: LoudnessMeter
  private let sink: RingSink
  private let planes: UnsafeMutablePointer<UnsafePointer<Float>?>
  private let wanted: UnsafeMutablePointer<Atomic<Bool>>
  private let turn = Mutex(())

  /// Prepares to measure what is played in a format; nil for one without playback, or that the
  /// library knows no loudness of.
  init?(_ format: StreamFormat) {
    guard format.playbackChannels > 0,
      let meter = try? LoudnessMeter(
        rate: format.rate, channels: format.playbackChannels, maximumFrames: format.periodFrames)
    else { return nil }
    self.meter = meter
    sink = RingSink(meter.ring, owner: meter)
    planes = .allocate(capacity: format.playbackChannels)
    planes.initialize(repeating: nil, count: format.playbackChannels)
    wanted = .allocate(capacity: 1)
    wanted.initialize(to: Atomic(false))
  }

  deinit {
    planes.deallocate()
    wanted.deinitialize(count: 1)
    wanted.deallocate()
  }

  /// What the cycle writes with.
  var handle: Handle {
    Handle(tap: RecordingTap.Handle(ring: sink.ring, planes: planes), isWanted: wanted)
  }

  /// Whether somebody wants it measured.
  var isWanted: Bool { wanted.pointee.load(ordering: .relaxed) }

  /// Begins to measure, or ends it.
  func setWanted(_ isWanted: Bool) { wanted.pointee.store(isWanted, ordering: .relaxed) }

  /// Measures what was played since the last time.
  func measure() { turn.withLockIfAvailable { _ in meter.measure() } }

  /// What was measured; nil while nobody wants it.
  var status: MeterStatus? { isWanted ? MeterStatus("playback", meter.reading) : nil }
}
