/// A table of which an entry is selected and stays in sight.
struct ListPane {
  let columns: [Column]
  let entries: [Entry]
  var selected: Int?
  /// Entries that are not even here.
  var leftOut = 0

  struct Entry {
    let fields: [Field]
    var target: MeterTarget?
  }

  /// The heading and the entries around the selected one; `height` rows at most.
  func rows(width: Int, height: Int, glyphs: GlyphSet) -> [PageRow] {
    guard height > 0 else { return [] }
    let grid = StrandGrid(strands: 1, width: width, columns: columns, glyphs: glyphs)
    let shown = visible(height - 1)
    var note = StyledLine()
    let hidden = entries.count - shown.count + min(max(0, leftOut), 1 << 40)
    if hidden > 0 { note.append(" \(glyphs.more) \(hidden) more ", .caution) }
    var rows = [PageRow(grid.heading(note: note).fitted(to: width, glyphs: glyphs))]
    let lines = grid.rows(shown.map { entries[$0].fields }, count: shown.count)
    for (index, line) in zip(shown, lines) {
      rows.append(PageRow(line, target: entries[index].target, isSelected: index == selected))
    }
    return rows
  }

  /// The entries there is room for, with the selected one in the middle of them.
  private func visible(_ room: Int) -> Range<Int> {
    guard room < entries.count else { return entries.indices }
    let first = min(max(0, (selected ?? 0) - room / 2), entries.count - room)
    return first..<(first + room)
  }
}
