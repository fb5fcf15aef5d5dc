import Drivers
import Signal

/// The peak meters of a stream's two ends.
struct LevelMeters: Sendable {
  let capture: PeakMeter
  let playback: PeakMeter

  init(_ format: StreamFormat) {
    capture = PeakMeter(channels: format.captureChannels)
    playback = PeakMeter(channels: format.playbackChannels)
  }
}
