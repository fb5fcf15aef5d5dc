import Drivers
import Signal
import Synchronization

extension AudioHost: FailoverStage {
  private static let fadeSeconds = 0.05

  var isPlaying: Bool { phase.withLock { $0 == .running } }

  var graphLatencyFrames: Int { live.latencyFrames }

  /// Whether nothing is heard of what is played.
  var isSilent: Bool { fader.isAtRest && fader.currentGain == 0 }

  func silence() -> Bool {
    if isSilent { return true }
    if isPlaying, fader.isAtRest { fade(to: 0, frames: fadeFrames(Self.fadeSeconds)) }
    return false
  }

  func sound() {
    guard isPlaying else { return }
    fade(to: 1, frames: fadeFrames(Self.fadeSeconds))
  }

  func refusal(of format: StreamFormat) -> String? {
    let factory = live.factory
    if format.rate != factory.rate {
      return "it runs at \(format.rate) Hz, the session at \(factory.rate): start it anew"
    }
    if format.periodFrames > factory.maximumFrames {
      return "its periods have \(format.periodFrames) frames, the session's at most "
        + "\(factory.maximumFrames): start it anew"
    }
    return nil
  }

  func hasChangedDriver() {
    edits.withLock { $0.toldLatencyFrames = nil }
    tellLatency()
  }
}
