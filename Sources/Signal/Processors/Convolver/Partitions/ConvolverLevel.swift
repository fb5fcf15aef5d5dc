import CRealtime

/// All partitions of one size: what the cycle touches of them.
///
/// Frames are convolved in blocks of the partitions' length. A block has its transforms, each of half
/// as many complex values as there are frames in two blocks: the older block is their real, the newer
/// their imaginary part, and a twist beforehand makes what wraps around come back with the other sign
/// (a right-angle convolution). What is left of the imaginary part after the way back is the output.
///
/// The work on a block is done in pieces: groups of columns of each input's transform, then its rows,
/// which are multiplied with the responses and go back at once, then the columns of each output.
@safe
struct ConvolverLevel {
  let size: LevelSize
  let vectors: rt_vectors
  let forward: LevelTransforms
  let inverse: LevelTransforms
  let tables: LevelTables
  /// For each slice, the first piece that is no longer its own.
  let sliceEnds: UnsafePointer<Int32>
  let paths: UnsafePointer<LevelPath>
  let pathCount: Int
  /// The spectra of the last blocks: for each input and cell a ring of slots.
  let spectra: UnsafeMutablePointer<Float>
  /// A transform that is on its way, for each channel.
  let work: UnsafeMutablePointer<Float>
  let scratch: LevelScratch
  /// For each output, the block that is played and the one that is made.
  let blocks: UnsafeMutablePointer<Float>
  /// The slot of the newest block.
  var newest = 0
  /// Which of the blocks is played.
  var played = 0
  var nextPiece = 0

  /// Complex values of a transform before this row.
  @_noLocks
  func place(_ row: Int) -> Int { 2 * row * size.columns }

  /// The transform of one channel.
  @_noLocks
  func work(_ channel: Int) -> UnsafeMutablePointer<Float> {
    unsafe work + 2 * channel * size.frames
  }

  /// A block of one output.
  @_noLocks
  func block(_ output: Int, _ half: Int) -> UnsafeMutablePointer<Float> {
    unsafe blocks + (2 * output + half) * size.frames
  }

  /// What is played of one output from a place in the block on.
  @_noLocks
  func played(_ output: Int, from frame: Int) -> UnsafePointer<Float> {
    unsafe UnsafePointer(block(output, played) + (frame & (size.frames - 1)))
  }
}

/// The numbers of a level.
struct LevelSize: BitwiseCopyable {
  let frames: Int
  let rows: Int
  let columns: Int
  let groupWidth: Int
  let slices: Int
  let partitions: Int
  let channels: Int

  var groups: Int { @_noLocks get { columns / groupWidth } }
  var cellsInRow: Int { @_noLocks get { columns / rt_cell_values } }
}

/// The transforms of columns and rows in one direction; one row has no columns to transform.
struct LevelTransforms: BitwiseCopyable {
  let columns: PlannedTransform?
  let row: PlannedTransform
}

/// Factors, by eights: real parts, then imaginary.
@safe
struct LevelTables: BitwiseCopyable {
  /// By groups, and their rows.
  let twist: UnsafePointer<Float>
  /// By rows.
  let twiddles: UnsafePointer<Float>
}

/// Memory that is used within one piece of work.
@safe
struct LevelScratch: BitwiseCopyable {
  let group: UnsafeMutablePointer<Float>
  let row: UnsafeMutablePointer<Float>
  let spectrum: UnsafeMutablePointer<Float>
  let sums: UnsafeMutablePointer<Float>
  let runs: UnsafeMutablePointer<rt_cell_run>
}
