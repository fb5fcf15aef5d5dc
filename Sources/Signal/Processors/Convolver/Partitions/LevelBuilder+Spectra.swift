// Control side.
import CRealtime

/// The spectra of a response's partitions.
@safe
struct ResponseSpectra {
  let partitions: Int
  let cells: UnsafeMutablePointer<Float>
}

extension LevelBuilder {
  /// For each response its spectra; nil when it ends before the level.
  func paths(_ level: PartitionLayout.Level) throws(TransformError) -> [ResponseSpectra?] {
    let size = level.size
    let working = AlignedMemory()
    let transformer = unsafe ConvolverLevel(
      size: LevelSize(level, channels: 1), vectors: vectors, forward: try plans.forward(size),
      inverse: try plans.inverse(size), tables: LevelTables(size, memory: working),
      sliceEnds: working.copy([]), paths: working.copy([]), pathCount: 0,
      spectra: working.floats(0), work: working.floats(2 * size.frames),
      scratch: LevelScratch(size, memory: working), blocks: working.floats(0))
    let block = unsafe working.floats(2 * size.frames)
    return response.responses.map { samples in
      let frames = min(samples.count, level.endFrame) - level.firstFrame
      guard frames > 0 else { return nil }
      let partitions = (frames + size.frames - 1) / size.frames
      let cells = unsafe memory.floats(2 * size.frames * partitions)
      for partition in 0..<partitions {
        let begin = level.firstFrame + partition * size.frames
        for frame in 0..<size.frames {
          let sample = begin + frame < samples.count ? samples[begin + frame] : 0
          unsafe block[frame] = sample / Float(size.frames)
        }
        unsafe transformer.store(
          block, to: cells, partition: partition, partitions: partitions)
      }
      return unsafe ResponseSpectra(partitions: partitions, cells: cells)
    }
  }
}

extension ConvolverLevel {
  /// Stores the spectrum of two blocks as one partition of a response.
  fileprivate func store(
    _ blocks: UnsafePointer<Float>, to cells: UnsafeMutablePointer<Float>, partition: Int,
    partitions: Int
  ) {
    for group in 0..<size.groups {
      unsafe transform(older: blocks, newer: blocks + size.frames, group: group, to: work(0))
    }
    for row in 0..<size.rows {
      let cell = row * size.cellsInRow * partitions + partition
      unsafe store(
        row, of: work(0), to: cells + cell * rt_cell_floats, slots: partitions)
    }
  }
}
