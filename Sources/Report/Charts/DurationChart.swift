import Foundation
import Telemetry

/// How long something took, on a logarithmic scale: a bar for each length, where they were
/// counted, and lines for what is known in any case.
struct DurationChart {
  let title: String
  let duration: DurationStatus

  private let plot = Plot(width: 520, height: 200, left: 24, right: 44, top: 34, bottom: 26)

  var markup: Markup {
    plot.picture(summary, plot.ticks(ticks) + bars + marks)
  }

  private var summary: String {
    "\(title): "
      + quantiles.map { "\($0.name) \(Figures.duration($0.nanoseconds))" }
      .joined(separator: ", ")
  }

  private var quantiles: [(name: String, nanoseconds: Int64)] {
    [
      ("p50", duration.p50Nanoseconds), ("p99", duration.p99Nanoseconds),
      ("p99.9", duration.p999Nanoseconds), ("max", duration.maximumNanoseconds),
    ].filter { $0.1 > 0 }
  }

  /// The first and last power of ten shown, as exponents.
  private var decades: (first: Double, last: Double) {
    let shortest = counted.first.map { Double($0.from) } ?? Double(duration.p50Nanoseconds)
    let longest = Double(duration.maximumNanoseconds)
    let first = log10(max(1, shortest)).rounded(.down)
    return (first, max(first + 1, log10(max(1, longest)).rounded(.up)))
  }

  private func share(_ nanoseconds: Double) -> Double {
    (log10(max(1, nanoseconds)) - decades.first) / (decades.last - decades.first)
  }

  private var ticks: [(share: Double, label: String)] {
    stride(from: decades.first, through: decades.last, by: 1).map {
      (($0 - decades.first) / (decades.last - decades.first), Self.power(Int($0)))
    }
  }

  private static func power(_ exponent: Int) -> String {
    let units = ["ns", "µs", "ms", "s"]
    let unit = min(max(exponent, 0) / 3, units.count - 1)
    return "\(Int(pow(10, Double(exponent - 3 * unit)))) \(units[unit])"
  }

  /// The buckets that are not empty.
  private var counted: [(from: Int64, to: Int64, count: UInt64)] {
    (duration.buckets ?? []).enumerated().filter { $1 > 0 }.map { index, count in
      (
        DurationStatus.lowerBound(ofBucket: index), DurationStatus.lowerBound(ofBucket: index + 1),
        count
      )
    }
  }

  /// Heights are logarithmic too, so that one in a million is still seen.
  private var bars: [Markup] {
    let most = log10(Double(counted.map(\.count).max() ?? 1) + 1)
    return counted.map { bucket in
      let (from, to) = (plot.x(share(Double(bucket.from))), plot.x(share(Double(bucket.to))))
      let y = plot.y(0.94 * log10(Double(bucket.count) + 1) / most)
      let tip =
        "\(Figures.duration(bucket.from)) to \(Figures.duration(bucket.to)): "
        + Figures.count(bucket.count, "time")
      return """
        <rect class="bar" x="\(at: from)" y="\(at: y)" width="\(at: max(1, to - from - 1))" \
        height="\(at: plot.base - y)" data-tip="\(tip)"><title>\(tip)</title></rect>
        """
    }
  }

  /// Names that would stand in each other's way go to the line above, or further to the right.
  private var marks: [Markup] {
    var ends = [0.0, 0.0]
    return quantiles.map { quantile in
      let x = plot.x(share(Double(quantile.nanoseconds)))
      let row = ends[0] <= x ? 0 : ends[1] <= x || ends[1] < ends[0] ? 1 : 0
      let start = max(x, ends[row])
      ends[row] = start + Double(quantile.name.count) * 6.5 + 6
      let y = row == 0 ? plot.top - 4 : plot.top - 18
      return """
        <line class="quantile \(quantile.name == "max" ? "longest" : "")" x1="\(at: x)" \
        x2="\(at: x)" y1="\(at: y)" y2="\(at: plot.base)"/>\
        <text class="axis" x="\(at: start + 3)" y="\(at: y + 4)">\(quantile.name)</text>
        """
    }
  }
}
