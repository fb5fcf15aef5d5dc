/// The snapshots to choose from.
struct SnapshotPage {
  let menu: MeterView.SnapshotMenu
  let glyphs: GlyphSet

  func rows(width: Int, height: Int) -> [PageRow] {
    guard let names = menu.names else {
      return [PageRow(StyledLine("SNAPSHOTS", .title)), PageRow(StyledLine("asking", .dim))]
    }
    guard !names.isEmpty else {
      return [
        PageRow(StyledLine("SNAPSHOTS", .title)),
        PageRow(StyledLine("the session has none", .dim)),
      ]
    }
    let columns: [Column] = [
      .filling(.text("SNAPSHOTS", .title), minimum: 4, importance: 100)
    ]
    let entries = names.enumerated().map { index, name in
      ListPane.Entry(
        fields: [.text(CellText.clean(name, for: glyphs), .strong)], target: .snapshot(index))
    }
    return ListPane(columns: columns, entries: entries, selected: menu.selected)
      .rows(width: width, height: height, glyphs: glyphs)
  }
}
