import Telemetry

/// What the user looks at: the page, what is selected there, what was said last.
struct MeterView: Sendable, Equatable {
  var page = MeterPage.overview
  /// Where `?` goes back to.
  var pageBeforeHelp = MeterPage.overview
  var selectedQueue: String?
  var selectedNode: String?
  /// The newest when there is none.
  var selectedCause: UInt64?
  var selectedItem = 0
  /// Whether the frame stays as it is.
  var isPaused = false
  /// The snapshots to choose from, while they are shown.
  var menu: SnapshotMenu?
  /// What came of the last request.
  var message: Message?
  /// Something that must be known now, such as that the host does not answer.
  var notice: String?
  /// Instead of the state, once the host is gone.
  var isHostGone = false
  var playback: PlaybackStatus?
  /// The load that is written large, changed four times a second.
  var steadyLoad: Double?
  /// What `q` does.
  var leaving = "quit"
  /// What the help says below the keys.
  var hint: String?

  /// A line about a request.
  struct Message: Sendable, Equatable {
    let text: String
    let isRefusal: Bool
  }

  /// Snapshots to choose from; nil while they are asked for.
  struct SnapshotMenu: Sendable, Equatable {
    var names: [String]?
    var selected = 0
  }

  mutating func say(_ text: String, isRefusal: Bool = false) {
    message = Message(text: text, isRefusal: isRefusal)
  }
}

/// What is to be done after an input, beyond another picture.
enum MeterAction: Sendable, Equatable {
  case nothing
  case leave
  /// Draws everything anew, for when something else wrote on the terminal.
  case repaint
  case ask(MeterRequest)
  case askForSnapshots
  case play(PlaybackStep)
}
