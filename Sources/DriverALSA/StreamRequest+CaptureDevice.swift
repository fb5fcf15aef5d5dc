// Control side.
import ClockBridge
import Drivers

extension StreamRequest {
  /// The device to capture from by a clock of its own; nil when there is one clock, or no capture.
  func separateCaptureDevice(from device: String) -> String? {
    guard captureChannels > 0, playbackChannels > 0, captureDevice != device else { return nil }
    return captureDevice
  }

  /// The same without capture.
  var withoutCapture: StreamRequest {
    var request = self
    request.captureChannels = 0
    request.captureMap = nil
    return request
  }

  /// What is asked of a device that only captures, for a stream that is played as `playback` says.
  ///
  /// Not strict: the bridge converts the rate, and has any period.
  func capturing(for playback: StreamFormat) -> StreamRequest {
    var request = self
    request.playbackChannels = 0
    request.playbackMap = nil
    request.rate = playback.rate
    request.periodFrames = playback.periodFrames
    request.isStrict = false
    return request
  }
}

extension ClockBridgeFormat {
  /// A bridge between two streams.
  init(capture: StreamFormat, playback: StreamFormat) {
    self.init(
      channelCount: capture.captureChannels, captureRate: capture.rate,
      capturePeriodFrames: capture.periodFrames, playbackRate: playback.rate,
      playbackPeriodFrames: playback.periodFrames)
  }
}
