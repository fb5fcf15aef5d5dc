import CRealtime

extension ConvolverLevel {
  /// Adds up a row of one output: every partition with the block that is as old.
  @_noLocks
  func sum(_ row: Int, of output: Int) {
    unsafe Kernel.clear(scratch.sums, frames: 2 * size.columns)
    for index in 0..<pathCount {
      let path = unsafe paths[index]
      if path.output == output, path.partitions > 0 { add(row, of: path) }
    }
  }

  /// Adds one path's part; the ring of slots makes two runs of it.
  @_noLocks
  private func add(_ row: Int, of path: LevelPath) {
    let cellFloats = rt_cell_floats
    let cell = row * size.cellsInRow
    let signal =
      unsafe spectra + (path.input * size.rows * size.cellsInRow + cell) * size.partitions
      * cellFloats
    let response = unsafe path.spectra + cell * path.partitions * cellFloats
    let untilEnd = size.partitions - newest
    let first = path.partitions < untilEnd ? path.partitions : untilEnd
    unsafe scratch.runs[0] = unsafe rt_cell_run(
      signal: signal + newest * cellFloats, response: response,
      partitions: UInt32(truncatingIfNeeded: first))
    unsafe scratch.runs[1] = unsafe rt_cell_run(
      signal: signal, response: response + first * cellFloats,
      partitions: UInt32(truncatingIfNeeded: path.partitions - first))
    unsafe rt_accumulate(
      vectors, scratch.sums, UInt32(truncatingIfNeeded: size.cellsInRow), scratch.runs, 2,
      UInt32(truncatingIfNeeded: size.partitions &* cellFloats),
      UInt32(truncatingIfNeeded: path.partitions &* cellFloats))
  }
}
