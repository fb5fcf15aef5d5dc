import Signal
import SoundFiles

/// Reads a player's file ahead of the cycle.
final class FilePlaybackWork: BackgroundWork, @unchecked Sendable {
  let playback: FilePlayback

  init(label: String, _ playback: FilePlayback) {
    self.playback = playback
    super.init(label: label)
  }

  override var lostFrames: Int { playback.stream.lostFrames }

  override func step(_ tell: (String) -> Void) {
    playback.refill()
    if let problem = playback.takeProblem() { tell("\(label): \(problem)") }
  }

  override func complete(_ tell: (String) -> Void) {
    if let problem = playback.takeProblem() { tell("\(label): \(problem)") }
    if playback.unreadFrames > 0 {
      tell("\(label): \(playback.unreadFrames) frames of \(playback.path) could not be read")
    }
  }
}
