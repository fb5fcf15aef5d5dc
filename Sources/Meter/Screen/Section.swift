/// A titled table: the queues, the nodes, the levels or the events.
struct Section: Sendable {
  let columns: [Column]
  /// One list of fields for each entry, in the order of `columns`.
  let entries: [[Field]]
  /// Entries that are not even here.
  let leftOut: Int
  /// Which entries stay when there is no room for all.
  let kept: Kept
  /// Entries stand side by side when each has this many cells.
  let comfortableWidth: Int

  enum Kept { case first, last }

  /// How many entries stand side by side.
  func strands(width: Int) -> Int {
    max(1, min(entries.count, width / max(1, comfortableWidth)))
  }

  /// Rows for all entries, without the heading.
  func rows(width: Int) -> Int {
    let strands = strands(width: width)
    return (entries.count + strands - 1) / strands
  }

  /// The heading and `rows` rows of entries, each exactly `width` cells wide.
  ///
  /// What does not fit is counted in the heading.
  func lines(width: Int, rows: Int, glyphs: GlyphSet) -> [StyledLine] {
    let strands = strands(width: width)
    let shown = min(entries.count, rows * strands)
    let visible = kept == .first ? entries.prefix(shown) : entries.suffix(shown)
    let grid = StrandGrid(strands: strands, width: width, columns: columns, glyphs: glyphs)
    let heading = grid.heading(
      note: note(hidden: entries.count - shown + leftOut, glyphs: glyphs))
    return [heading.fitted(to: width, glyphs: glyphs)] + grid.rows(Array(visible), count: rows)
  }

  private func note(hidden: Int, glyphs: GlyphSet) -> StyledLine {
    hidden > 0 ? StyledLine(" \(glyphs.more) \(hidden) more ", .caution) : StyledLine()
  }
}
