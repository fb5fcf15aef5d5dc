// Code and data used in the cycle.

/// Planar samples of one period: one stretch of memory per channel.
///
/// A plain value; who made it with `allocate` gives the memory back with `deallocate`.
public struct PeriodBuffers: @unchecked Sendable {
  /// Channels.
  public let channelCount: Int
  /// Frames that fit.
  public let capacity: Int
  /// One pointer per channel.
  public let channels: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  let samples: UnsafeMutablePointer<Float>

  /// The channels as a period captures them.
  ///
  /// Thread: any.
  public var capture: UnsafePointer<UnsafePointer<Float>?> {
    @_noLocks
    get { UnsafeRawPointer(channels).assumingMemoryBound(to: UnsafePointer<Float>?.self) }
  }

  /// The channels as a period plays them.
  ///
  /// Thread: any.
  public var playback: UnsafePointer<UnsafeMutablePointer<Float>?> {
    @_noLocks
    get { UnsafePointer(channels) }
  }

  /// Makes all channels silent.
  ///
  /// Thread: cycle.
  @_noLocks
  public func clear() { samples.update(repeating: 0, count: channelCount * capacity) }

  /// Lets all channels rise in a straight line, from next to nothing to what they are.
  ///
  /// Thread: cycle.
  @_noLocks
  public func fadeIn() {
    let step = 1 / Float(capacity)
    for channel in 0..<channelCount {
      let first = samples + channel * capacity
      for frame in 0..<capacity { first[frame] *= Float(frame + 1) * step }
    }
  }

  /// Makes the frames from `first` to `end` of all channels silent.
  ///
  /// Thread: cycle.
  @_noLocks
  public func clear(from first: Int, to end: Int) {
    guard first < end else { return }
    for channel in 0..<channelCount {
      (samples + channel * capacity + first).update(repeating: 0, count: end - first)
    }
  }
}
