// Prepares levels for the cycle; never runs in it.
import CRealtime

/// Makes the levels of one engine.
struct LevelBuilder {
  let response: ImpulseResponse
  let vectors: rt_vectors
  let memory: AlignedMemory
  let plans: TransformPlans

  func make(_ level: PartitionLayout.Level) throws(TransformError) -> ConvolverLevel {
    let (size, channels) = (level.size, response.channels)
    let numbers = LevelSize(level, channels: channels)
    let paths = try self.paths(level)
    let list = response.paths.compactMap { path -> LevelPath? in
      guard let spectra = paths[path.response] else { return nil }
      return unsafe LevelPath(
        input: path.input, output: path.output, partitions: spectra.partitions,
        spectra: spectra.cells)
    }
    let ends = SliceTable.ends(
      costs: pieceCosts(level, paths: list), slices: size.slices)
    return unsafe ConvolverLevel(
      size: numbers, vectors: vectors, forward: try plans.forward(size),
      inverse: try plans.inverse(size), tables: LevelTables(size, memory: memory),
      sliceEnds: memory.copy(ends.map { Int32($0) }), paths: memory.copy(list),
      pathCount: list.count,
      spectra: memory.floats(2 * size.frames * channels * level.partitions),
      work: memory.floats(2 * size.frames * channels), scratch: LevelScratch(size, memory: memory),
      blocks: memory.floats(2 * size.frames * channels))
  }

  /// About how many nanoseconds each piece takes.
  private func pieceCosts(_ level: PartitionLayout.Level, paths: [LevelPath]) -> [Double] {
    let size = level.size
    let group = Double(size.rows * size.groupWidth)
    let products = Double(paths.map(\.partitions).reduce(0, +) * size.columns)
    let row = Double(2 * response.channels * size.columns) + 0.3 * products
    let groups = [Double](repeating: group, count: response.channels * size.groups)
    return groups + [Double](repeating: row, count: size.rows) + groups
  }
}

extension LevelSize {
  init(_ level: PartitionLayout.Level, channels: Int) {
    frames = level.size.frames
    rows = level.size.rows
    columns = level.size.columns
    groupWidth = level.size.groupWidth
    slices = level.size.slices
    partitions = level.partitions
    self.channels = channels
  }
}

extension LevelScratch {
  init(_ size: PartitionSize, memory: AlignedMemory) {
    unsafe group = memory.floats(2 * size.rows * size.groupWidth)
    unsafe row = memory.floats(2 * size.columns)
    unsafe spectrum = memory.floats(2 * size.columns)
    unsafe sums = memory.floats(2 * size.columns)
    unsafe runs = memory.copy([rt_cell_run](repeating: rt_cell_run(), count: 2))
  }
}
