extension GlyphSet {
  /// Stands for what was cut off.
  var ellipsis: String { self == .ascii ? "~" : "…" }
  /// Says that there is more.
  var more: String { self == .ascii ? "..." : "…" }
  /// Between things on one line.
  var separator: String { self == .ascii ? "-" : "·" }
  var times: String { self == .ascii ? "x" : "×" }
  var micro: String { self == .ascii ? "u" : "µ" }
  var infinity: String { self == .full ? "∞" : "inf" }
  /// Before the host's state.
  var dot: String { self == .full ? "●" : "*" }

  /// A load bar: the share taken, half a cell of it, and the rest.
  var load: (full: String, half: String?, rest: String) {
    switch self {
    case .ascii: ("=", nil, ".")
    case .console: ("█", "▌", "░")
    case .full: ("━", "╸", "─")
    }
  }

  /// A level bar: its fills from the smallest part of a cell to all of it.
  var levelFills: [String] {
    switch self {
    case .ascii: ["#"]
    case .console: ["▌", "█"]
    case .full: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
    }
  }

  var levelRest: String { self == .ascii ? "." : "·" }
  var levelHold: String { self == .ascii ? "|" : "│" }

  /// Heights of a column of history, from nothing to a full cell.
  var heights: [String] {
    switch self {
    case .ascii: [" ", ".", ":", "|"]
    case .console: [" ", "▄", "█"]
    case .full: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    }
  }
}
