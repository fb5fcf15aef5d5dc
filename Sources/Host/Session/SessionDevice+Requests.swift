public import Drivers

extension SessionDevice {
  /// What to ask of each device that is named, in the order they are tried; at least one.
  ///
  /// Thread: any.
  public var requests: [StreamRequest] {
    names.isEmpty ? [request(for: nil)] : names.map(request)
  }

  /// What it asks for and the driver it names has no use for.
  ///
  /// Thread: any.
  public var unused: [DeviceTrait] { DeviceChoice.list(self)[0].unused }

  /// What to ask of a device, by its name; nil stands for the default one.
  private func request(for name: String?) -> StreamRequest {
    var request = StreamRequest(
      device: name, rate: rate, periodFrames: period, periods: periods, captureChannels: capture,
      playbackChannels: playback)
    request.captureDevice = captureName
    request.captureMap = captureMap
    request.playbackMap = playbackMap
    request.sampleFormat = format
    request.access = access
    request.isStrict = isStrict
    request.midiCapturePorts = midiCapture
    request.midiPlaybackPorts = midiPlayback
    return request
  }
}
