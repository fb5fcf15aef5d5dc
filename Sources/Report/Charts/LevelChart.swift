import Foundation

/// A channel's level over time, in decibels.
struct LevelChart {
  let digest: RecordingDigest
  let channel: Int
  let clock: DayTime

  private static let floor = -60.0
  private let plot = Plot(width: 520, height: 120, left: 40, right: 8, top: 10, bottom: 22)

  var markup: Markup {
    let levels = digest.columns.map { column -> Double? in
      guard column.frames > 0 else { return nil }
      return Self.share(channel < column.levels.count ? column.levels[channel] : 0)
    }
    let strand = Strand(levels, in: plot)
    let over: [Markup] = digest.columns.enumerated().compactMap { index, column in
      guard channel < column.levels.count, column.levels[channel] >= 1 else { return nil }
      let x = plot.x((Double(index) + 0.5) / Double(digest.columns.count))
      return "<circle class=\"over\" cx=\"\(at: x)\" cy=\"\(at: plot.top)\" r=\"3\"/>"
    }
    return plot.picture(
      "\(name): highest \(Figures.decibels(highest))",
      plot.grid([(1, "0"), (1 - 18 / 60, "−18"), (0.5, "−30"), (0, "−60")])
        + plot.ticks(axis.ticks.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
        + [
          "<path class=\"level-area\" d=\"\(strand.area)\"/>",
          "<path class=\"level\" d=\"\(strand.line)\"/>",
        ] + over)
  }

  var name: String { digest.channels[channel] }

  /// The channel's largest level, linear.
  var highest: Double {
    digest.columns.compactMap { channel < $0.levels.count ? $0.levels[channel] : nil }.max() ?? 0
  }

  private var axis: TimeAxis {
    TimeAxis(
      startUnixNanoseconds: digest.startUnixNanoseconds,
      durationNanoseconds: digest.durationNanoseconds, clock: clock)
  }

  private static func share(_ linear: Double) -> Double {
    guard linear > 0 else { return 0 }
    return 1 - 20 * log10(linear) / floor
  }
}
