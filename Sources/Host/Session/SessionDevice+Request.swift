public import Drivers

extension SessionDevice {
  /// What to ask of a device, by its name; nil stands for the default one.
  public func request(for name: String?) -> StreamRequest {
    var request = StreamRequest(
      device: name, rate: rate, periodFrames: period, periods: periods, captureChannels: capture,
      playbackChannels: playback)
    request.sampleFormat = format
    request.access = access
    request.isStrict = isStrict
    request.midiCapturePorts = midiCapture
    request.midiPlaybackPorts = midiPlayback
    return request
  }
}
