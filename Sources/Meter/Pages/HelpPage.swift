/// All keys, what the mouse does, and a hint below.
struct HelpPage {
  let screen: MeterScreen

  func rows(width: Int, height: Int) -> [PageRow] {
    let keys =
      screen.view.playback == nil ? Self.moving + Self.steering : Self.moving + Self.playing
    let fields = keys.map { Field.text($0.0, .key) }
    let hint = hint(width: width)
    let height = height - hint.count
    let section = Section(
      columns: [
        .name(.text("KEYS", .title), minimum: 9, maximum: 14, importance: 100, fields: fields),
        .filling(.text("", .dim), minimum: 10, importance: 90),
      ],
      entries: zip(fields, keys).map { [$0, .text($1.1, .plain)] }, leftOut: 0, kept: .first,
      comfortableWidth: height > keys.count ? .max : 36)
    let rows = section.lines(width: width, rows: max(0, height - 1), glyphs: screen.glyphs)
    return (rows + hint).map { PageRow($0) }
  }

  /// An empty line and the hint, broken where the page is narrow.
  private func hint(width: Int) -> [StyledLine] {
    guard let hint = screen.view.hint else { return [] }
    return [StyledLine()] + StyledLine.paragraph(hint, width: width, glyphs: screen.glyphs)
  }

  private static let moving: [(String, String)] = [
    ("1 to 5", "the pages; a click on their names"),
    ("Tab", "the next page; Shift-Tab the one before"),
    ("j k", "select the next or the one before; arrows"),
    ("PgUp PgDn", "ten further; the wheel three"),
    ("Home End", "the first, the last"),
    ("?", "these keys, and back"),
  ]

  private static let steering: [(String, String)] = [
    ("b", "bypass the selected node; a double click"),
    ("m", "mute, and unmute"),
    ("s", "the session's snapshots"),
    ("f", "fade out, and in again"),
    ("r", "count from zero"),
    ("p", "keep the display as it is"),
    ("Ctrl-L", "draw everything anew"),
    ("q", "leave"),
  ]

  private static let playing: [(String, String)] = [
    ("space", "pause, and play on"),
    ("left right", "a second back or on"),
    ("< >", "ten seconds; Shift with the arrows"),
    ("[ ]", "the cause before, the next cause"),
    ("- +", "slower, faster"),
    ("q", "leave"),
  ]
}
