public import Telemetry

/// A frame as the picture of a page, for a terminal of any size.
///
/// Pure: the same frame, view, size and capabilities give the same picture.
///
/// - Thread: any.
public struct MeterScreen: Sendable {
  let frame: TelemetryFrame
  let view: MeterView
  let glyphs: GlyphSet

  /// The smallest terminal that has pages; a smaller one shows load and levels alone.
  public static let minimumSize = MeterSize(columns: 40, rows: 10)

  /// Prepares a page of a frame for drawing.
  public init(_ frame: TelemetryFrame, page: MeterPage = .overview, glyphs: GlyphSet = .full) {
    var view = MeterView()
    view.page = page
    self.init(frame, view: view, glyphs: glyphs)
  }

  init(_ frame: TelemetryFrame, view: MeterView, glyphs: GlyphSet) {
    self.frame = frame
    self.view = view
    self.glyphs = glyphs
  }

  /// As many lines as the terminal has rows, each exactly as wide as the terminal.
  public func lines(size: MeterSize) -> [StyledLine] { picture(size: size).lines }

  /// The page alone, without tabs and footer: at most `rows` lines of `columns` cells.
  public func body(size: MeterSize) -> [StyledLine] {
    pageRows(width: size.columns, height: size.rows).prefix(max(0, size.rows))
      .map { $0.line.fitted(to: max(0, size.columns), glyphs: glyphs) }
  }

  /// The lines, and what can be pointed at.
  public func picture(size: MeterSize) -> MeterPicture {
    guard size.columns >= Self.minimumSize.columns, size.rows >= Self.minimumSize.rows else {
      return tiny(size)
    }
    let width = size.columns - 2
    let tabs = TabLine(frame: frame, view: view, glyphs: glyphs)
    let (first, places) = tabs.line(width: width)
    let gap = size.rows < Self.airyRows ? 0 : 1
    let height = size.rows - 2 - gap - (size.rows < Self.roomyRows ? 0 : 1)
    var rows = [PageRow(first)] + Array(repeating: PageRow(), count: gap)
    rows += pageRows(width: width, height: height).prefix(height)
    rows += Array(repeating: PageRow(), count: max(0, size.rows - 1 - rows.count))
    rows.append(PageRow(Footer(frame: frame, view: view, glyphs: glyphs).line(width: width)))
    var picture = picture(of: rows, width: size.columns)
    picture.places += places.map { place in
      MeterPicture.Place(
        row: 0, columns: (place.columns.lowerBound + 1)..<(place.columns.upperBound + 1),
        target: place.target)
    }
    return picture
  }
}

extension MeterScreen {
  /// From so many rows on there is an empty one below the tabs.
  private static let airyRows = 20
  /// From so many rows on there is an empty one above the footer.
  private static let roomyRows = 30

  private func pageRows(width: Int, height: Int) -> [PageRow] {
    guard width > 0, height > 0 else { return [] }
    if let menu = view.menu {
      return SnapshotPage(menu: menu, glyphs: glyphs).rows(width: width, height: height)
    }
    return switch view.page {
    case .overview: OverviewPage(screen: self).rows(width: width, height: height)
    case .queues: QueuesPage(screen: self).rows(width: width, height: height)
    case .graph: GraphPage(screen: self).rows(width: width, height: height)
    case .timer: TimerPage(screen: self).rows(width: width, height: height)
    case .causes: CausesPage(screen: self).rows(width: width, height: height)
    case .help: HelpPage(screen: self).rows(width: width, height: height)
    }
  }

  /// Rows between two margins of a cell; the left one marks what is selected.
  private func picture(of rows: [PageRow], width: Int) -> MeterPicture {
    var picture = MeterPicture()
    for (number, row) in rows.enumerated() {
      var line = StyledLine(row.isSelected ? glyphs.selection : " ", .title)
      line.append(row.line.fitted(to: width - 2, glyphs: glyphs))
      picture.lines.append(line.fitted(to: width, glyphs: glyphs))
      guard let target = row.target else { continue }
      picture.places.append(.init(row: number, columns: 0..<width, target: target))
    }
    return picture
  }

  /// The state, the load and as many levels as there are rows for.
  private func tiny(_ size: MeterSize) -> MeterPicture {
    var lines = [StateLine(frame: frame, view: view, glyphs: glyphs).line]
    let levels = Section.levels(frame, glyphs: glyphs)
    lines += levels.lines(width: max(0, size.columns), rows: levels.entries.count, glyphs: glyphs)
      .dropFirst()
    lines += Array(repeating: StyledLine(), count: max(0, size.rows - lines.count))
    var picture = MeterPicture()
    picture.lines = lines.prefix(max(0, size.rows)).map {
      $0.fitted(to: max(0, size.columns), glyphs: glyphs)
    }
    return picture
  }
}
