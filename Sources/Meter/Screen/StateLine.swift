import Telemetry

/// What the host is doing and how much, in a few words.
struct StateLine {
  let frame: TelemetryFrame
  let view: MeterView
  let glyphs: GlyphSet

  /// What is written about the host's state.
  var state: (text: String, style: Style) {
    if view.isHostGone { return ("gone", .alarm) }
    if view.isPaused { return ("paused", .caution) }
    return (CellText.clean(frame.state, for: glyphs), Self.style(ofState: frame.state))
  }

  /// The load as percent, and how it is judged.
  var load: (text: String, style: Style) {
    let share = view.steadyLoad ?? frame.load.now
    return (Units(glyphs: glyphs).load(share), LoadBar.style(of: share))
  }

  /// Both, as `● running  28 %`.
  var line: StyledLine {
    var line = StyledLine("\(glyphs.dot) \(state.text)", state.style)
    line.append("  ")
    let width = 6
    line.append(
      StyledLine(load.text, load.style).fitted(to: width, alignment: .right, glyphs: glyphs))
    return line
  }

  static func style(ofState state: String) -> Style {
    switch state {
    case "running": .good
    case "ended": .alarm
    default: .caution
    }
  }
}
