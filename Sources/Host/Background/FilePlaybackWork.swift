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
