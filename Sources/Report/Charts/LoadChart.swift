import Recording
import Telemetry

/// The load over time, and where it went wrong.
struct LoadChart {
  let digest: RecordingDigest
  let clock: DayTime

  private let plot = Plot(width: 1080, height: 260)

  var markup: Markup {
    let shares = digest.columns.map { $0.frames > 0 ? $0.highestLoad / top : nil }
    let means = digest.columns.map { $0.meanLoad.map { $0 / top } }
    let (highest, mean) = (Strand(shares, in: plot), Strand(means, in: plot))
    let lines: [Markup] = [
      "<path class=\"load-highest\" d=\"\(highest.area)\"/>",
      "<path class=\"load-mean\" d=\"\(mean.line)\"/>",
    ]
    let title =
      "DSP load over time: mean \(Figures.percent(digest.meanLoad)), "
      + "highest \(Figures.percent(digest.highestLoad))"
    return plot.picture(
      title, plot.grid(grid) + plot.ticks(axis.ticks) + lines + deadline + misses + marks + moments)
  }

  /// What the picture's height stands for: a round share not far above the highest.
  private var top: Double {
    let highest = digest.highestLoad.isFinite ? min(digest.highestLoad, 10) : 10
    return [0.04, 0.1, 0.2, 0.4, 1].first { $0 >= highest } ?? (highest * 2).rounded(.up) / 2
  }

  private var grid: [(share: Double, label: String)] {
    (0...4).map { quarter in
      let share = Double(quarter) / 4
      return (share, quarter == 0 ? "0" : Figures.percent(share * top))
    }
  }

  private var axis: TimeAxis {
    TimeAxis(
      startUnixNanoseconds: digest.startUnixNanoseconds,
      durationNanoseconds: digest.durationNanoseconds, clock: clock)
  }

  /// The whole period, where the picture goes beyond it.
  private var deadline: [Markup] {
    guard top > 1 else { return [] }
    let y = plot.y(1 / top)
    return [
      """
      <line class="deadline" x1="\(at: plot.left)" x2="\(at: plot.width - plot.right)" \
      y1="\(at: y)" y2="\(at: y)"/>
      """
    ]
  }

  /// A stripe where periods were too late for the device.
  private var misses: [Markup] {
    let width = max(2, plot.innerWidth / Double(digest.columns.count))
    return digest.columns.enumerated().filter { $1.misses > 0 }.map { index, column in
      let x = plot.x((Double(index) + 0.5) / Double(digest.columns.count)) - width / 2
      return """
        <rect class="miss" x="\(at: x)" y="\(at: plot.top)" width="\(at: width)" \
        height="\(at: plot.innerHeight)"/>
        """
    }
  }

  /// What is known of each part of the time, for the pointer.
  private var moments: [Markup] {
    let width = plot.innerWidth / Double(digest.columns.count)
    return digest.columns.enumerated().compactMap { index, column -> Markup? in
      guard let mean = column.meanLoad else { return nil }
      let from = Int64(Double(index) * digest.columnNanoseconds)
      let time = clock.time(digest.startUnixNanoseconds &+ from)
      let tip =
        "\(time) · mean \(Figures.percent(mean)) · highest \(Figures.percent(column.highestLoad))"
        + (column.misses > 0 ? " · \(Figures.count(column.misses, "xrun"))" : "")
      let x = plot.x(Double(index) / Double(digest.columns.count))
      return """
        <rect class="moment" x="\(at: x)" y="\(at: plot.top)" width="\(at: width)" \
        height="\(at: plot.innerHeight)" data-tip="\(tip)"/>
        """
    }
  }

  /// A mark with a way to its sentence for each cause that has one.
  private var marks: [Markup] {
    let shown = digest.causes.suffix(CauseList.most).filter { $0.nanoseconds >= 0 }
    return shown.map { cause in
      let x = plot.x(axis.share(cause.nanoseconds))
      let tip = "\(clock.time(cause.unixNanoseconds)) · \(cause.content.sentence)"
      return """
        <a href="#\(CauseList.anchor(cause))" data-tip="\(tip)"><line class="cause" \
        x1="\(at: x)" x2="\(at: x)" y1="\(at: plot.top)" y2="\(at: plot.base)"/>\
        <path class="cause-mark" d="M\(at: x - 6) 3h12L\(at: x) 13Z"><title>\(tip)</title></path></a>
        """
    }
  }
}
