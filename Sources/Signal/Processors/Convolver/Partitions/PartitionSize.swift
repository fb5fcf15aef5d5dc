// Control side.

/// A length of partitions, and how its transforms are cut into small ones.
///
/// A transform of `frames` complex values is made of transforms of `rows` and of `columns` values, so
/// that its work can be spread over many periods. Its spectrum is left in the order it comes in.
struct PartitionSize: Sendable, Equatable {
  let rows: Int
  let columns: Int

  var frames: Int { rows * columns }
  /// Columns that are transformed together: those of one cache line, or all if they are no work.
  var groupWidth: Int { rows == 1 ? columns : 8 }
  var groups: Int { columns / groupWidth }
  /// Steps its work is spread over: one for every `grid` frames.
  var slices: Int { frames / Self.grid }
  /// How far in the response the first partition of the size begins at the earliest: its input has to
  /// be complete, and but for the smallest its work takes as long again.
  var earliestFrame: Int { frames == Self.grid ? frames : 2 * frames }

  /// Work is done whenever this many frames are complete: the smallest partition.
  static let grid = 64

  /// From small to large, each eight times the one before.
  static let all = [
    PartitionSize(rows: 1, columns: 64), PartitionSize(rows: 8, columns: 64),
    PartitionSize(rows: 64, columns: 64), PartitionSize(rows: 64, columns: 512),
  ]
}
