import Drivers
import Synchronization

extension AudioHost: FailoverStage {
  var isPlaying: Bool { phase.withLock { $0 == .running } }

  var graphLatencyFrames: Int { live.latencyFrames }

  func silence() -> Bool {
    fades.lost()
    return fades.isSilent
  }

  func sound() { fades.back() }

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
