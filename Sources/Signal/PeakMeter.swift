// Control side.
import Synchronization

/// The highest magnitude on each of some channels since it was asked last.
@safe
public final class PeakMeter: @unchecked Sendable {
  private let peaks: UnsafeMutablePointer<Atomic<UInt32>>
  /// How many channels it measures.
  public let channels: Int

  /// Creates a meter that has seen silence.
  public init(channels: Int) {
    self.channels = max(0, channels)
    unsafe peaks = .allocate(capacity: max(1, channels))
    for channel in 0..<self.channels { unsafe (peaks + channel).initialize(to: Atomic(0)) }
  }

  deinit {
    unsafe peaks.deinitialize(count: channels)
    unsafe peaks.deallocate()
  }

  /// The meter as the cycle sees it; valid as long as this meter.
  public var handle: PeakMeterHandle { unsafe PeakMeterHandle(peaks, channels: channels) }

  /// The highest magnitude of each channel since the last call; infinity after a sample that was
  /// not a number.
  ///
  /// Any thread, but for one reader: each peak is given out once.
  public func take() -> [Float] {
    (0..<channels).map { channel in
      unsafe Float(bitPattern: peaks[channel].exchange(0, ordering: .relaxed))
    }
  }
}
