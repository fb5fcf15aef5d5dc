import Telemetry

/// What is to be known about a host beside its load, in two lines.
struct HostFacts {
  let frame: TelemetryFrame
  let glyphs: GlyphSet

  private var units: Units { Units(glyphs: glyphs) }

  /// What must not happen, how often it did, and how long the host runs.
  func counts(width: Int) -> StyledLine {
    var line = StyledLine()
    let highest = frame.load.highest
    line.append("max \(units.load(highest))", LoadBar.style(of: highest))
    append("xruns", frame.driver.xruns, to: &line)
    append("misses", frame.missedDeadlines, to: &line)
    if width >= Self.wide {
      append("stalls", frame.driver.stalls, to: &line)
      append("faults", frame.driver.faults, to: &line)
    }
    if frame.wake.count > 0, width >= Self.middling {
      let wake = units.duration(nanoseconds: Double(frame.wake.p99Nanoseconds))
      line.append("   wake p99 ", .dim)
      line.append(wake, .plain)
    }
    let right = StyledLine("up \(units.uptime(nanoseconds: frame.uptimeNanoseconds))", .dim)
    return HeaderLines.spread(line, right, width: width, glyphs: glyphs)
  }

  /// The driver and its device.
  func driver(width: Int) -> StyledLine {
    HeaderLines(frame: frame, glyphs: glyphs).driverLine(width: width)
  }

  private static let middling = 70
  private static let wide = 100

  private func append(_ name: String, _ count: UInt64, to line: inout StyledLine) {
    line.append("   ")
    line.append("\(name) \(units.count(Double(count)))", count > 0 ? .alarm : .good)
  }
}
