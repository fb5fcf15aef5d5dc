import Signal
import SoundFiles
import Synchronization

/// What a file player had to do without during a take: all that a replay has to know to play the
/// same samples.
///
/// Frames are counted from the start of the player's stream.
struct PlayerEvent: Codable, Equatable, Sendable {
  enum Happening: Codable, Equatable, Sendable {
    /// From the block at `position` on there was nothing from `written` on.
    case shortage(position: Int, written: Int, isComplete: Bool)
    /// From that block on there was enough.
    case enough(position: Int)
    /// The reader left out what had become too late.
    case jump(from: Int, to: Int)
    /// There was more than could be noted.
    case unknown
  }

  /// The player's node.
  var node: String
  /// The number of the session that it was made for.
  var session: Int
  var happening: Happening

  /// What has happened to a player since the last time.
  static func list(_ player: FilePlaybackWork) -> [PlayerEvent] {
    let past = player.playback.takePast()
    var happenings = past.shortages.map { shortage in
      shortage.written.map { written in
        Happening.shortage(
          position: shortage.position, written: written, isComplete: shortage.isComplete)
      } ?? .enough(position: shortage.position)
    }
    happenings += past.jumps.map { .jump(from: $0.from, to: $0.to) }
    if !past.isWhole { happenings.append(.unknown) }
    let session = player.sessionNumber.load(ordering: .acquiring)
    return happenings.map { PlayerEvent(node: player.label, session: session, happening: $0) }
  }
}

extension [PlayerEvent] {
  /// What has happened to the player of a node that was made for a session.
  func past(of node: String, session: Int) -> PlaybackPast {
    var past = PlaybackPast()
    for event in self where event.node == node && event.session == session {
      switch event.happening {
      case .shortage(let position, let written, let isComplete):
        past.shortages.append(
          StreamShortage(position: position, written: written, isComplete: isComplete))
      case .enough(let position):
        past.shortages.append(StreamShortage(position: position, written: nil, isComplete: false))
      case .jump(let from, let to): past.jumps.append(StreamJump(from: from, to: to))
      case .unknown: past.isWhole = false
      }
    }
    return past
  }
}

extension [RunningNode] {
  /// Tells players that were made for a session so; gives them.
  @discardableResult
  func tellPlayers(session: Int) -> [FilePlaybackWork] {
    compactMap { $0.work as? FilePlaybackWork }.filter { player in
      player.sessionNumber.compareExchange(
        expected: -1, desired: session, ordering: .acquiringAndReleasing
      ).exchanged
    }
  }
}
