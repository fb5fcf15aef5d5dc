import CRealtime

extension ConvolverLevel {
  /// Twists a group of columns of two blocks and transforms it.
  @_noLocks
  func transform(
    older: UnsafePointer<Float>, newer: UnsafePointer<Float>, group: Int,
    to work: UnsafeMutablePointer<Float>
  ) {
    let column = group * size.groupWidth
    let target = unsafe forward.columns == nil ? work : scratch.group
    unsafe rt_twist(
      vectors, target, older + column, newer + column, tables.twist + 2 * column * size.rows,
      UInt32(truncatingIfNeeded: size.rows), UInt32(truncatingIfNeeded: size.groupWidth),
      UInt32(truncatingIfNeeded: size.columns))
    if let columns = forward.columns { unsafe columns(target, to: work + 2 * column) }
  }

  /// Transforms a row, and stores its cells, `slots` cells from one to the next.
  @_noLocks
  func store(
    _ row: Int, of work: UnsafeMutablePointer<Float>, to cells: UnsafeMutablePointer<Float>,
    slots: Int
  ) {
    var source = unsafe work + place(row)
    if row > 0 {
      unsafe rt_multiply(
        vectors, scratch.row, source, tables.twiddles + place(row),
        UInt32(truncatingIfNeeded: size.columns), false)
      unsafe source = scratch.row
    }
    unsafe forward.row(source, to: scratch.spectrum)
    unsafe rt_store_cells(
      vectors, cells, scratch.spectrum, UInt32(truncatingIfNeeded: size.cellsInRow),
      UInt32(truncatingIfNeeded: slots &* rt_cell_floats))
  }

  /// Transforms what was summed up back into a row.
  @_noLocks
  func transformBack(_ row: Int, to work: UnsafeMutablePointer<Float>) {
    unsafe rt_load_cells(
      vectors, scratch.spectrum, scratch.sums, UInt32(truncatingIfNeeded: size.cellsInRow))
    let target = unsafe work + place(row)
    if row == 0 { return unsafe inverse.row(scratch.spectrum, to: target) }
    unsafe inverse.row(scratch.spectrum, to: scratch.row)
    unsafe rt_multiply(
      vectors, target, scratch.row, tables.twiddles + place(row),
      UInt32(truncatingIfNeeded: size.columns), true)
  }

  /// Transforms a group of columns back, and takes the twist away.
  @_noLocks
  func transformBack(
    _ work: UnsafeMutablePointer<Float>, group: Int, to block: UnsafeMutablePointer<Float>
  ) {
    let column = group * size.groupWidth
    var source = unsafe work
    if let columns = inverse.columns {
      unsafe columns(work + 2 * column, to: scratch.group)
      unsafe source = scratch.group
    }
    unsafe rt_untwist(
      vectors, block + column, source, tables.twist + 2 * column * size.rows,
      UInt32(truncatingIfNeeded: size.rows), UInt32(truncatingIfNeeded: size.groupWidth),
      UInt32(truncatingIfNeeded: size.columns))
  }
}
