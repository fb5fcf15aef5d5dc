/// A whole sound in memory, one plane of floats per channel, ready for the cycle.
///
/// Its memory is touched when it is made and never moves or changes.
public final class SampleTable: @unchecked Sendable {
  // Unchecked: the planes are written before `init` returns and only read afterwards.

  /// Frames per second.
  public let rate: Int
  /// Frames in each channel, at least one.
  public let frames: Int
  /// Number of channels, at least one.
  public let channelCount: Int

  private let planes: UnsafeMutablePointer<UnsafeMutablePointer<Float>>

  /// The most memory the samples of one file may take: 2 GiB.
  public static let defaultMemoryLimitBytes = 2 << 30

  /// The samples of one channel, valid as long as the table.
  ///
  /// - Thread: any
  public func channel(_ index: Int) -> UnsafePointer<Float> {
    precondition(index >= 0 && index < channelCount, "no such channel")
    return UnsafePointer(planes[index])
  }

  /// Takes interleaved samples apart.
  init(interleaved samples: UnsafePointer<Float>, frames: Int, channelCount: Int, rate: Int) {
    self.rate = rate
    self.frames = frames
    self.channelCount = channelCount
    planes = .allocate(capacity: channelCount)
    for channel in 0..<channelCount {
      let plane = UnsafeMutablePointer<Float>.allocate(capacity: frames)
      for frame in 0..<frames {
        (plane + frame).initialize(to: samples[frame * channelCount + channel])
      }
      (planes + channel).initialize(to: plane)
    }
  }

  deinit {
    for channel in 0..<channelCount { planes[channel].deallocate() }
    planes.deallocate()
  }
}
