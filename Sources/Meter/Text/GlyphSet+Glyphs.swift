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

  /// Before the entry that is selected.
  var selection: String { self == .full ? "▸" : ">" }
  /// Before a node of the critical path.
  var critical: String { self == .full ? "◆" : "*" }
  /// From one node of a path to the next.
  var arrow: String { self == .full ? "→" : "->" }

  /// A lane of time: what is done, where that begins anew, where nothing is done, the deadline.
  var lane: (full: String, begin: String, rest: String, deadline: String) {
    switch self {
    case .ascii: ("=", "[", ".", "|")
    case .console: ("█", "▐", "·", "│")
    case .full: ("█", "▐", "┈", "│")
    }
  }

  /// A range: its middle half, up to its high end, the most there ever was, and the rest.
  var range: (middle: String, high: String, most: String, rest: String) {
    switch self {
    case .ascii: ("=", "-", "|", " ")
    case .console: ("█", "─", "│", " ")
    case .full: ("━", "─", "│", " ")
    }
  }

  /// A moment on a track.
  var moment: (mark: String, track: String) {
    switch self {
    case .ascii: ("#", ".")
    case .console: ("█", "·")
    case .full: ("●", "┈")
    }
  }

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
    // Not the full height of a cell, so that bars below each other stay apart.
    case .full: ["▆"]
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
