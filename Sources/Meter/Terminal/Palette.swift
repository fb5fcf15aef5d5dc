import CNcurses

/// Whether the meter uses colours.
public enum MeterColour: String, Sendable, CaseIterable {
  /// Where the terminal has them, unless `NO_COLOR` is set.
  case auto
  /// Where the terminal has them.
  case always
  case never
}

/// How each style looks on the terminal that is open.
struct Palette {
  struct Look {
    var attributes: UInt32
    var pair: Int16 = 0
  }

  private let looks: [Look]

  /// Sets up the colours of the terminal, which must be open.
  init(_ colour: MeterColour) {
    let hasColour = Self.isWanted(colour) && has_colors() && start_color() == OK
    if hasColour { use_default_colors() }
    looks = Style.allCases.map { hasColour ? Self.coloured($0) : Self.plain($0) }
  }

  subscript(style: Style) -> Look { looks[style.rawValue] }

  private static func isWanted(_ colour: MeterColour) -> Bool {
    switch colour {
    case .always: true
    case .never: false
    // See no-color.org.
    case .auto: getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
    }
  }

  /// One hue for all that is well, on the user's own background.
  private static func coloured(_ style: Style) -> Look {
    let isRich = nc_colours() >= 256
    let accent = isRich ? 73 : COLOR_CYAN
    let amber = isRich ? 179 : COLOR_YELLOW
    let red = isRich ? 203 : COLOR_RED
    return switch style {
    case .plain: Look(attributes: 0)
    case .dim: isRich ? pair(1, 245) : Look(attributes: nc_dim())
    case .faint: isRich ? pair(2, 240) : Look(attributes: nc_dim())
    case .strong: Look(attributes: nc_bold())
    case .title: pair(3, accent, nc_bold())
    case .good: pair(4, accent)
    case .soft: isRich ? pair(5, 66) : pair(5, accent, nc_dim())
    case .caution: pair(6, amber)
    case .alarm: pair(7, red, nc_bold())
    case .key: pair(8, accent, nc_bold())
    case .tab, .label: pair(9, accent, nc_reverse())
    case .lateLabel: pair(10, red, nc_reverse())
    }
  }

  private static func pair(_ number: Int16, _ colour: Int32, _ attributes: UInt32 = 0) -> Look {
    let terminalsOwn: Int16 = -1
    init_pair(number, Int16(colour), terminalsOwn)
    return Look(attributes: attributes, pair: number)
  }

  private static func plain(_ style: Style) -> Look {
    switch style {
    case .plain, .good, .soft: Look(attributes: 0)
    case .dim, .faint: Look(attributes: nc_dim())
    case .strong, .title, .caution, .key: Look(attributes: nc_bold())
    case .alarm, .tab, .label, .lateLabel: Look(attributes: nc_reverse())
    }
  }
}
