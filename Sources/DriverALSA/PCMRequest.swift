// Control side.
import Drivers

/// What is asked of one direction of a device.
struct PCMRequest: Sendable {
  let direction: PCM.Direction
  /// Channels to capture or play.
  let channels: Int
  /// The device's channel for each of them; nil for the first ones.
  let map: [DeviceChannel]?
  /// The only format to accept.
  var sampleFormat: SampleFormat?
  /// The only access to accept.
  let access: SampleAccess?
  let isStrict: Bool
  var rate: Int
  var periodFrames: Int
  let periods: Int

  /// One direction of a request; nil when it asks for no channels there.
  init?(_ request: StreamRequest, _ direction: PCM.Direction) throws(DriverError) {
    self.direction = direction
    switch direction {
    case .capture: (channels, map) = (request.captureChannels, request.captureMap)
    case .playback: (channels, map) = (request.playbackChannels, request.playbackMap)
    }
    guard channels > 0 else { return nil }
    sampleFormat = nil
    if let name = request.sampleFormat { sampleFormat = try SampleFormat(named: name) }
    access = request.access
    isStrict = request.isStrict
    rate = request.rate ?? StreamRequest.defaultRate
    periodFrames = request.periodFrames ?? StreamRequest.defaultPeriodFrames
    periods = request.periods ?? Self.defaultPeriods
  }

  /// Three: with USB cards two are not enough.
  static let defaultPeriods = 3

  /// Channels the device must have, as far as the map's numbers tell.
  var leastDeviceChannels: Int {
    guard let map else { return channels }
    return map.reduce(Set(map).count) { most, channel in
      if case .number(let number) = channel { max(most, number + 1) } else { most }
    }
  }

  /// The positions the map names.
  var positions: [String] {
    (map ?? []).compactMap { if case .position(let name) = $0 { name } else { nil } }
  }
}
