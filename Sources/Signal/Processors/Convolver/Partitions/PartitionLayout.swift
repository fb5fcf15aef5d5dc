// Control side.

/// How an impulse response is cut: small partitions first, larger ones later.
///
/// The first 64 frames are applied directly, so that nothing is late.
struct PartitionLayout: Sendable, Equatable {
  struct Level: Sendable, Equatable {
    let size: PartitionSize
    /// Where in the response its first partition begins.
    let firstFrame: Int
    let partitions: Int

    var endFrame: Int { firstFrame + partitions * size.frames }
  }

  let levels: [Level]

  /// Partitions that cost as much as the transforms of one more level.
  static let partitionsWorthLevel = 24

  /// The layout of a response of `frames` frames.
  init(frames: Int, sizes: [PartitionSize] = PartitionSize.all) {
    var levels: [Level] = []
    var begin = PartitionSize.grid
    for (index, size) in sizes.enumerated() where begin < frames {
      let all = (frames - begin + size.frames - 1) / size.frames
      var count = all
      if index + 1 < sizes.count {
        let untilNext = (sizes[index + 1].earliestFrame - begin) / size.frames
        if all > untilNext + Self.partitionsWorthLevel { count = untilNext }
      }
      let level = Level(size: size, firstFrame: begin, partitions: count)
      levels.append(level)
      begin = level.endFrame
    }
    self.levels = levels
  }
}
