import Synchronization

/// A peak meter as the cycle sees it.
///
/// Valid as long as the `PeakMeter` it came from.
@safe
public struct PeakMeterHandle: BitwiseCopyable, @unchecked Sendable {
  private let peaks: UnsafeMutablePointer<Atomic<UInt32>>
  /// How many channels it measures.
  public let channels: Int

  @_noLocks
  init(_ peaks: UnsafeMutablePointer<Atomic<UInt32>>, channels: Int) {
    unsafe self.peaks = unsafe peaks
    self.channels = channels
  }

  /// Measures one channel's samples; a channel it does not have is left out.
  ///
  /// Thread: cycle.
  @_noLocks
  public func measure(_ samples: UnsafePointer<Float>, channel: Int, frames: Int) {
    guard channel >= 0, channel < channels else { return }
    let peak = unsafe Kernel.peak(samples, frames: frames)
    // Floats that are not negative order like their bits.
    unsafe peaks[channel].max(peak.bitPattern, ordering: .relaxed)
  }

  /// Measures what a period captured.
  ///
  /// Thread: cycle.
  @_noLocks
  public func measure(
    _ samples: UnsafePointer<UnsafePointer<Float>?>, count: Int, frames: Int
  ) {
    for channel in 0..<count {
      guard let samples = unsafe samples[channel] else { continue }
      unsafe measure(samples, channel: channel, frames: frames)
    }
  }

  /// Measures what a period plays.
  ///
  /// Thread: cycle.
  @_noLocks
  public func measure(
    _ samples: UnsafePointer<UnsafeMutablePointer<Float>?>, count: Int, frames: Int
  ) {
    for channel in 0..<count {
      guard let samples = unsafe samples[channel] else { continue }
      unsafe measure(samples, channel: channel, frames: frames)
    }
  }
}
