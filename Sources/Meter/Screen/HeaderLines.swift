import Telemetry

/// The first two lines: whose meter this is, and the driver.
struct HeaderLines {
  let frame: TelemetryFrame
  let glyphs: GlyphSet

  private var units: Units { Units(glyphs: glyphs) }

  func lines(width: Int) -> [StyledLine] {
    [
      Self.spread(title(), xruns(isWide: width >= 60), width: width, glyphs: glyphs),
      driverLine(width: width),
    ]
  }

  /// The driver, and why it was chosen.
  func driverLine(width: Int) -> StyledLine {
    Self.spread(driver(width: width), reason(), width: width, glyphs: glyphs)
  }

  private func title() -> StyledLine {
    var line = StyledLine("tactus", .title)
    append(CellText.clean(frame.session, for: glyphs), .strong, to: &line)
    append(
      "\(glyphs.dot) \(CellText.clean(frame.state, for: glyphs))",
      StateLine.style(ofState: frame.state), to: &line)
    return line
  }

  private func xruns(isWide: Bool) -> StyledLine {
    var line = StyledLine()
    if isWide {
      line.append("up \(units.uptime(nanoseconds: frame.uptimeNanoseconds))   ", .dim)
    }
    let count = units.count(Double(frame.driver.xruns))
    line.append("xruns \(count)", frame.driver.xruns > 0 ? .alarm : .good)
    return line
  }

  /// The driver in full words, or in short ones where those do not fit.
  private func driver(width: Int) -> StyledLine {
    let full = driver(periods: " frames", latency: " frames")
    return full.cells <= width ? full : driver(periods: "", latency: " fr")
  }

  private func driver(periods: String, latency frames: String) -> StyledLine {
    let driver = frame.driver
    var line = StyledLine(
      driver.name.isEmpty ? "no driver" : CellText.clean(driver.name, for: glyphs), .strong)
    line.append(CellText.clean(" \(driver.device)", for: glyphs), .plain)
    append(units.rate(driver.rate), .plain, to: &line)
    append(
      "\(driver.periodFrames) \(glyphs.times) \(driver.periods)\(periods)", .plain, to: &line)
    append("latency \(latency) (\(driver.latencyFrames)\(frames))", .plain, to: &line)
    return line
  }

  private var latency: String {
    guard frame.driver.rate > 0 else { return "?" }
    let seconds = Double(frame.driver.latencyFrames) / Double(frame.driver.rate)
    return units.duration(nanoseconds: seconds * 1e9)
  }

  private func reason() -> StyledLine {
    StyledLine(CellText.clean(frame.driver.reason, for: glyphs), .dim)
  }

  private func append(_ text: String, _ style: Style, to line: inout StyledLine) {
    line.append(" \(glyphs.separator) ", .dim)
    line.append(text, style)
  }
}

extension HeaderLines {
  /// One part on the left and one on the right.
  ///
  /// When both do not fit, what is important on the right stays and the left is cut; what is dim
  /// there gives way.
  static func spread(
    _ left: StyledLine, _ right: StyledLine, width: Int, glyphs: GlyphSet
  ) -> StyledLine {
    guard !right.runs.isEmpty else { return left.fitted(to: width, glyphs: glyphs) }
    let isOptional = right.runs.allSatisfy { $0.style == .dim }
    if left.cells + 2 + right.cells > width, isOptional {
      return left.fitted(to: width, glyphs: glyphs)
    }
    var line = left.fitted(to: max(0, width - right.cells - 2), glyphs: glyphs)
    line.append("  ")
    line.append(right)
    return line.fitted(to: width, glyphs: glyphs)
  }
}
