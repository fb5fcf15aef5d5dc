/// A titled table: the queues, the threads, the nodes, the levels or the events.
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
  /// The entries in a few words each, for one line instead of the table.
  ///
  /// A section that has them gives way to those that have none.
  var brief: [StyledLine] = []
  /// Entries that may stand side by side.
  var maximumStrands = Int.max

  enum Kept { case first, last }

  /// How many entries stand side by side.
  func strands(width: Int) -> Int {
    max(1, min(entries.count, maximumStrands, width / max(1, comfortableWidth)))
  }

  /// Rows for a row of each entry, without the heading.
  func rows(width: Int) -> Int {
    let strands = strands(width: width)
    return (entries.count + strands - 1) / strands
  }

  /// Rows for all of each entry, without the heading.
  func welcomeRows(width: Int) -> Int {
    let grid = grid(width: width)
    let rows = entries.reduce(0) { $0 + broken($1, grid: grid).count }
    return (rows + grid.strands - 1) / grid.strands
  }

  /// The heading and `rows` rows of entries, each exactly `width` cells wide.
  ///
  /// What does not fit is counted in the heading.
  func lines(width: Int, rows: Int, glyphs: GlyphSet) -> [StyledLine] {
    guard rows > 0 || brief.isEmpty else { return [briefLine(width: width, glyphs: glyphs)] }
    let grid = grid(width: width, glyphs: glyphs)
    let (shown, visible) = visible(room: rows * grid.strands, grid: grid)
    let heading = grid.heading(
      note: note(hidden: entries.count - shown + leftOut, glyphs: glyphs))
    return [heading.fitted(to: width, glyphs: glyphs)] + grid.rows(visible, count: rows)
  }

  func note(hidden: Int, glyphs: GlyphSet) -> StyledLine {
    hidden > 0 ? StyledLine(" \(glyphs.more) \(hidden) more ", .caution) : StyledLine()
  }

  private func grid(width: Int, glyphs: GlyphSet = .full) -> StrandGrid {
    StrandGrid(strands: strands(width: width), width: width, columns: columns, glyphs: glyphs)
  }

  /// How many entries have room, and their rows.
  private func visible(room: Int, grid: StrandGrid) -> (shown: Int, rows: [[Field]]) {
    var rest = room
    var shown: [[[Field]]] = []
    for entry in kept == .first ? entries : entries.reversed() {
      guard rest > 0 else { break }
      shown.append(broken(entry, grid: grid, limit: rest))
      rest -= shown.last?.count ?? 0
    }
    return (shown.count, Array((kept == .first ? shown : shown.reversed()).joined()))
  }

  /// An entry as the rows it takes, `limit` at most; entries side by side take one each.
  private func broken(
    _ entry: [Field], grid: StrandGrid, limit: Int = Self.highestEntry
  ) -> [[Field]] {
    guard grid.strands == 1 else { return [entry] }
    var rows = [entry]
    for place in grid.places {
      let pieces = entry[place.index].rows(
        width: place.width, limit: min(limit, Self.highestEntry))
      for (number, piece) in pieces.enumerated() {
        if number == rows.count { rows.append(entry.map { _ in .text("", .plain) }) }
        rows[number][place.index] = piece
      }
    }
    return rows
  }

  /// Rows an entry takes at most.
  private static let highestEntry = 3
}
