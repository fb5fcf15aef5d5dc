import Telemetry

/// The last line: what was said last, or the keys of the page.
struct Footer {
  let frame: TelemetryFrame
  let view: MeterView
  let glyphs: GlyphSet

  func line(width: Int) -> StyledLine {
    let right = right
    return HeaderLines.spread(
      left(width: width - right.cells - 2), right, width: width, glyphs: glyphs)
  }

  private func left(width: Int) -> StyledLine {
    if let notice = view.notice { return StyledLine(CellText.clean(notice, for: glyphs), .alarm) }
    if let message = view.message {
      return StyledLine(
        CellText.clean(message.text, for: glyphs), message.isRefusal ? .caution : .good)
    }
    return keys(width: width)
  }

  private var right: StyledLine {
    if let playback = view.playback { return position(playback) }
    guard !view.isPaused else { return StyledLine("display paused", .caution) }
    return StyledLine("process \(frame.processID)", .dim)
  }

  private func position(_ playback: PlaybackStatus) -> StyledLine {
    let units = Units(glyphs: glyphs)
    var line = StyledLine(
      units.uptime(nanoseconds: playback.positionNanoseconds), .strong)
    line.append(" / \(units.uptime(nanoseconds: playback.durationNanoseconds)) ", .dim)
    line.append(playback.isPaused ? "paused" : "\(glyphs.times)\(speed(playback))", .caution)
    return line
  }

  private func speed(_ playback: PlaybackStatus) -> String {
    playback.speed < 1 ? "1/\(Int(1 / playback.speed))" : "\(Int(playback.speed))"
  }

  /// As many keys as there is room for, each whole.
  private func keys(width: Int) -> StyledLine {
    var line = StyledLine()
    for (key, label) in offered {
      var longer = line
      longer.append("\(line.cells > 0 ? "  " : "")\(key)", .key)
      longer.append(" \(label)", .dim)
      guard longer.cells <= width else { break }
      line = longer
    }
    return line
  }

  private var offered: [(String, String)] {
    let first = [("q", view.leaving), ("?", "help")]
    if view.menu != nil { return [("Enter", "go there"), ("Esc", "back")] }
    if view.playback != nil {
      return first + [
        ("space", "pause"), ("[ ]", "causes"), (glyphs == .full ? "← →" : "<- ->", "1 s"),
        ("< >", "10 s"), ("+ -", "speed"),
      ]
    }
    return first + (view.page == .graph ? [("b", "bypass")] : []) + [
      ("m", "mute"), ("s", "snapshots"), ("f", "fade"), ("r", "reset"), ("p", "pause"),
    ]
  }
}
