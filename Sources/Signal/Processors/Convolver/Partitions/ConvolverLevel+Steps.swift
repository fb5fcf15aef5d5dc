import CRealtime

extension ConvolverLevel {
  /// Does what is due when `frame` frames, a multiple of the grid, have come in.
  ///
  /// `inputs` are rings of `ringFrames` frames each, one after the other.
  @_noLocks
  mutating func step(at frame: Int, inputs: UnsafePointer<Float>, ringFrames: Int) {
    let inBlock = frame & (size.frames - 1)
    let isImmediate = size.slices == 1
    if inBlock == 0 {
      newest = newest == 0 ? size.partitions - 1 : newest - 1
      nextPiece = 0
      if !isImmediate { played ^= 1 }
    }
    let newer = (frame - inBlock - size.frames) & (ringFrames - 1)
    let older = (frame - inBlock - 2 * size.frames) & (ringFrames - 1)
    let end = Int(unsafe sliceEnds[inBlock / (size.frames / size.slices)])
    while nextPiece < end {
      unsafe perform(
        nextPiece, older: inputs + older, newer: inputs + newer, ringFrames: ringFrames)
      nextPiece += 1
    }
    // What the smallest partitions make is played at once.
    if isImmediate { played ^= 1 }
  }

  /// Does one piece of the work on a block.
  @_noLocks
  func perform(
    _ piece: Int, older: UnsafePointer<Float>, newer: UnsafePointer<Float>, ringFrames: Int
  ) {
    let ofInputs = size.channels * size.groups
    if piece < ofInputs {
      let (input, group) = (piece / size.groups, piece % size.groups)
      let offset = input * ringFrames
      return unsafe transform(
        older: older + offset, newer: newer + offset, group: group, to: work(input))
    }
    let row = piece - ofInputs
    if row < size.rows { return perform(row: row) }
    let (output, group) = ((row - size.rows) / size.groups, (row - size.rows) % size.groups)
    unsafe transformBack(work(output), group: group, to: block(output, played ^ 1))
  }

  /// Finishes one row of all inputs, and begins the way back of it for all outputs.
  @_noLocks
  func perform(row: Int) {
    let cellFloats = rt_cell_floats
    let slots = size.partitions
    for input in 0..<size.channels {
      let cell = (input * size.rows + row) * size.cellsInRow
      unsafe store(
        row, of: work(input), to: spectra + (cell * slots + newest) * cellFloats, slots: slots)
    }
    for output in 0..<size.channels {
      sum(row, of: output)
      unsafe transformBack(row, to: work(output))
    }
  }
}
