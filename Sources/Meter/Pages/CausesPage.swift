import Telemetry

/// Why periods went wrong: all that is known, and the time line of one.
struct CausesPage {
  let screen: MeterScreen

  private var frame: TelemetryFrame { screen.frame }
  private var glyphs: GlyphSet { screen.glyphs }

  func rows(width: Int, height: Int) -> [PageRow] {
    let order = CauseOrder(frame)
    guard let selected = order.index(of: screen.view.selectedCause) else { return nothing }
    let cause = order.causes[selected]
    let detail = CauseTimeLine(cause: cause, glyphs: glyphs).lines(width: width)
    // A list of three entries at least, and the rest is the time line's before it is the list's.
    let room = max(4, height - detail.count - 1)
    let listHeight = min(order.causes.count + 1, room)
    let list = list(order, selected).rows(width: width, height: listHeight, glyphs: glyphs)
    return list + [PageRow()] + detail.map { PageRow($0) }
  }

  private var nothing: [PageRow] {
    [
      PageRow(StyledLine("No xrun and no miss so far.", .good)), PageRow(),
      PageRow(
        StyledLine("When one comes, this page says what it came from and draws its period.", .dim)),
    ]
  }

  private func list(_ order: CauseOrder, _ selected: Int) -> ListPane {
    let units = Units(glyphs: glyphs)
    let effects = order.causes.map { Field.text(CellText.clean($0.effect, for: glyphs), .alarm) }
    let kinds = order.causes.map {
      Field.text(CellText.clean($0.kindInWords, for: glyphs), .strong)
    }
    let columns: [Column] = [
      Column(
        heading: .text("CAUSES", .title), alignment: .right, minimum: 8, maximum: 8,
        importance: 80),
      .name(.text("effect", .dim), minimum: 6, maximum: 10, importance: 90, fields: effects),
      .name(.text("cause", .dim), minimum: 10, maximum: 16, importance: 85, fields: kinds),
      .filling(.text("", .dim), minimum: 10, importance: 100),
    ]
    let entries = order.causes.indices.map { index in
      let cause = order.causes[index]
      return ListPane.Entry(
        fields: [
          .text(units.uptime(nanoseconds: cause.uptimeNanoseconds), .plain), effects[index],
          kinds[index], .text(CellText.clean(cause.sentence, for: glyphs), .dim),
        ], target: .cause(cause.number))
    }
    return ListPane(columns: columns, entries: entries, selected: selected)
  }
}

extension CauseStatus {
  /// `lateNode` as `late node`.
  var kindInWords: String {
    kind.reduce(into: "") { text, character in
      text += character.isUppercase ? " \(character.lowercased())" : String(character)
    }
  }
}
