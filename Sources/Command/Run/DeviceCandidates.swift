import Drivers
import Host

/// What is asked of each device that a session or a command line names, in order.
struct DeviceCandidates {
  /// At least one.
  let requests: [StreamRequest]
  private let providers: [DriverProvider]

  /// Throws `usage` for channels that cannot be told by a number.
  init(_ device: SessionDevice, providers: [DriverProvider]) throws(HostError) {
    var request = StreamRequest(
      rate: device.rate, periodFrames: device.period, periods: device.periods,
      captureChannels: device.capture, playbackChannels: device.playback)
    request.captureMap = device.captureMap
    request.playbackMap = device.playbackMap
    request.midiCapturePorts = device.midiCapture
    request.midiPlaybackPorts = device.midiPlayback
    requests =
      device.names.isEmpty
      ? [request]
      : device.names.map { name in
        var named = request
        named.device = name
        return named
      }
    self.providers = providers.filter {
      device.driver == .auto || $0.name == device.driver.rawValue
    }
  }

  /// The first device that is there; when none is, the first of all, so that it is asked for.
  var firstAvailable: StreamRequest {
    let isClock = { (provider: DriverProvider) in provider.name == "clock" }
    return requests.first { request in
      providers.contains { !isClock($0) && $0.probe(request.device).isAvailable }
    } ?? requests[0]
  }

  private static func map(
    _ channels: [SessionDevice.DeviceChannel]?
  ) throws(HostError) -> [Int]? {
    guard let channels else { return nil }
    var map: [Int] = []
    for channel in channels {
      guard case .number(let number) = channel else {
        throw HostError(.usage, "channels are told by their numbers, from 1")
      }
      map.append(number - 1)
    }
    return map
  }
}
