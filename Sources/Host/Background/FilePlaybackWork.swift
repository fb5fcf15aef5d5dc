import Signal
import SoundFiles
import Synchronization

/// Reads a player's file ahead of the cycle.
final class FilePlaybackWork: BackgroundWork, @unchecked Sendable {
  let playback: FilePlayback
  /// The number of the take's session that it was made for; -1 as long as nobody has told.
  let sessionNumber = Atomic(-1)

  init(label: String, _ playback: FilePlayback) {
    self.playback = playback
    super.init(label: label)
  }

  override var lostFrames: Int { playback.stream.lostFrames }

  override func fits(maximumFrames: Int) -> Bool {
    let frames = FilePlayback.capacityFrames(rate: playback.rate, maximumFrames: maximumFrames)
    return playback.stream.capacityFrames >= frames
  }

  override func goOn(from other: BackgroundWork, _ tell: (String) -> Void) {
    guard let other = other as? FilePlaybackWork else { return }
    playback.skip(to: other.position(atRate: playback.rate))
  }

  /// The next frame the cycle plays, counted at another rate.
  func position(atRate rate: Int) -> Int {
    let seconds = Double(playback.stream.position) / Double(playback.rate)
    return Int((seconds * Double(rate)).rounded())
  }

  override var isAwaited: Bool { true }

  override func step(_ tell: (String) -> Void) -> Bool {
    let hasMore = playback.refill(
      maximumFrames: playback.stream.capacityFrames / BackgroundRound.slices)
    if let problem = playback.takeProblem() { tell("\(label): \(problem)") }
    return hasMore
  }

  override func complete(_ tell: (String) -> Void) {
    if let problem = playback.takeProblem() { tell("\(label): \(problem)") }
    if playback.unreadFrames > 0 {
      tell("\(label): \(playback.unreadFrames) frames of \(playback.path) could not be read")
    }
  }
}
