import CNcurses

/// How each style looks on the terminal that is open.
struct Palette {
  struct Look {
    var attributes: UInt32
    var pair: Int16 = 0
  }

  private let looks: [Style: Look]

  /// Sets up the colours of the terminal, which must be open.
  init() {
    // See no-color.org.
    let isUnwanted = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    let hasColour = !isUnwanted && has_colors() && start_color() == OK
    if hasColour { use_default_colors() }
    looks = Dictionary(
      uniqueKeysWithValues: Style.allCases.map { style in
        (style, hasColour ? Self.coloured(style) : Self.plain(style))
      })
  }

  subscript(style: Style) -> Look { looks[style] ?? Look(attributes: 0) }

  /// The user's own colours, by name, on the user's own background.
  private static func coloured(_ style: Style) -> Look {
    switch style {
    case .plain: Look(attributes: 0)
    case .dim: grey
    case .strong: Look(attributes: nc_bold())
    case .title: pair(1, COLOR_CYAN, nc_bold())
    case .good: pair(2, COLOR_GREEN)
    case .caution: pair(3, COLOR_YELLOW)
    case .alarm: pair(4, COLOR_RED, nc_bold())
    case .key: Look(attributes: nc_reverse())
    }
  }

  /// A grey that reads on dark and on light.
  private static var grey: Look {
    let middleGrey: Int32 = 244
    return nc_colours() >= 256 ? pair(5, middleGrey) : Look(attributes: nc_dim())
  }

  private static func pair(_ number: Int16, _ colour: Int32, _ attributes: UInt32 = 0) -> Look {
    let terminalsOwn: Int16 = -1
    init_pair(number, Int16(colour), terminalsOwn)
    return Look(attributes: attributes, pair: number)
  }

  private static func plain(_ style: Style) -> Look {
    switch style {
    case .plain, .good: Look(attributes: 0)
    case .dim: Look(attributes: nc_dim())
    case .strong, .title, .caution: Look(attributes: nc_bold())
    case .alarm, .key: Look(attributes: nc_reverse())
    }
  }
}
