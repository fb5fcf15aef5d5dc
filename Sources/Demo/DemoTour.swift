import Host
import Meter
import Realtime
import Telemetry

/// The tour on a terminal: one page after the other, and what was measured at the end.
///
/// Thread: control, one call at a time.
public final class DemoTour {
  private let pages: [DemoPage]
  private let machine: DemoMachine
  /// How long a page is shown before the next one comes by itself; nil for ever.
  private let nanoseconds: Int64?
  private var index = 0
  private var run: DemoRun?
  private var finished: [String: DemoResult] = [:]
  private var shown = Shown()
  private var failure: HostError?

  /// What the screen shows of a page, renewed some times a second: figures that change faster
  /// cannot be read.
  private struct Shown {
    var nanoseconds: Int64 = -DemoTour.renewal
    var frame = TelemetryFrame()
    var figures: [DemoFigure] = []
  }

  private static let renewal: Int64 = 200_000_000

  /// Prepares a tour over these pages.
  ///
  /// With `secondsPerPage` the next page comes by itself; the last one stays.
  public init(_ pages: [DemoPage], on machine: DemoMachine, secondsPerPage: Double?) {
    self.pages = pages
    self.machine = machine
    nanoseconds = secondsPerPage.map { Int64($0 * 1e9) }
  }

  /// Shows the tour until a key or a signal ends it.
  ///
  /// Returns what was measured of the pages that were seen. Throws what kept a page from being
  /// shown.
  public func show() throws -> [DemoResult] {
    defer { leave() }
    _ = try DrawingSession.run { size, glyphs in
      lines(size: size, glyphs: glyphs)
    } onKey: { key in
      answer(key)
    }
    leave()
    if let failure { throw failure }
    return results
  }

  private var results: [DemoResult] { pages.compactMap { finished[$0.name] } }

  private func lines(size: MeterSize, glyphs: GlyphSet) -> [StyledLine]? {
    if let nanoseconds, let run, run.nanoseconds >= nanoseconds { move(by: 1) }
    guard index < pages.count else {
      return ResultsScreen(machine: machine, results: results, glyphs: glyphs).lines(size: size)
    }
    guard let run = enter() else { return nil }
    renew(run)
    return PageScreen(
      page: run.page, note: run.note, place: "\(index + 1) of \(pages.count)",
      figures: shown.figures, frame: shown.frame, glyphs: glyphs
    ).lines(size: size)
  }

  /// The present page, begun if it is not; nil when that failed.
  private func enter() -> DemoRun? {
    if let run { return run }
    do {
      run = try pages[index].start(on: machine)
    } catch {
      failure = error
    }
    shown = Shown()
    return run
  }

  private func renew(_ run: DemoRun) {
    guard run.nanoseconds - shown.nanoseconds >= Self.renewal else { return }
    shown = Shown(nanoseconds: run.nanoseconds, frame: run.frame(), figures: run.figures)
  }

  /// Ends the present page and keeps its figures.
  private func leave() {
    guard let run else { return }
    finished[run.page.name] = run.finish()
    self.run = nil
  }

  private func move(by step: Int) {
    leave()
    index = max(0, min(pages.count, index + step))
  }

  private func answer(_ key: Character) -> MeterKeyResponse {
    switch key {
    case "q": return .leave
    case "b": move(by: -1)
    case " ", "\n":
      guard index < pages.count else { return .leave }
      move(by: 1)
    default: break
    }
    return .proceed
  }
}
