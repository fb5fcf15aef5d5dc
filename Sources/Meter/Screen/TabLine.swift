import Telemetry

/// The first line: the pages, and how the host is.
struct TabLine {
  let frame: TelemetryFrame
  let view: MeterView
  let glyphs: GlyphSet

  /// The line, and where each page's tab is.
  func line(width: Int) -> (StyledLine, [MeterPicture.Place]) {
    let state = right
    let room = width - state.cells - 2
    let wordings = Wording.allCases.map { self.tabs($0) }
    let (tabs, places) =
      wordings.first { $0.0.cells <= room } ?? wordings[wordings.count - 1]
    return (HeaderLines.spread(tabs, state, width: width, glyphs: glyphs), places)
  }

  /// How the host is; the overview, which says that itself, has the session's name there.
  private var right: StyledLine {
    guard view.page == .overview, view.menu == nil else {
      return StateLine(frame: frame, view: view, glyphs: glyphs).line
    }
    return StyledLine(CellText.clean(frame.session, for: glyphs), .strong)
      .prefix(Self.longestSession)
  }

  private static let longestSession = 18

  /// Which pages are named; the others have their keys alone.
  private enum Wording: CaseIterable { case all, current, none }

  private func tabs(_ wording: Wording) -> (StyledLine, [MeterPicture.Place]) {
    var line = StyledLine()
    var places: [MeterPicture.Place] = []
    for page in MeterPage.allCases {
      let start = line.cells
      append(page, wording, to: &line)
      places.append(.init(row: 0, columns: start..<line.cells, target: .page(page)))
    }
    return (line, places)
  }

  private func append(_ page: MeterPage, _ wording: Wording, to line: inout StyledLine) {
    if page == view.page {
      line.append(" \(page.key) \(wording == .none ? "" : page.rawValue + " ")", .tab)
    } else {
      line.append(" \(page.key)", .key)
      line.append(wording == .all ? " \(page.rawValue) " : " ", isNews(page) ? .alarm : .dim)
    }
  }

  /// Whether there is a cause that is younger than ten seconds.
  private func isNews(_ page: MeterPage) -> Bool {
    guard page == .causes, let newest = frame.causes.last else { return false }
    return frame.uptimeNanoseconds &- newest.uptimeNanoseconds < 10_000_000_000
  }
}
