// Control side.
import CALSA
import Drivers

extension PCMConfiguration {
  /// How many channels of the device to open so that those the request names are there.
  static func channelCount(
    for request: PCMRequest, of pcm: PCM
  ) throws(DriverError) -> Int {
    let least = request.leastDeviceChannels
    let offered = pcm.offeredChannels
    guard !request.positions.isEmpty, !offered.isEmpty else { return least }
    let fitting = offered.map(\.positions.count).filter { $0 >= least }.sorted().first { count in
      offered.contains { $0.positions.count == count && $0.has(request.positions) }
    }
    guard let fitting else {
      throw missing(request, pcm, offered.max { $0.positions.count < $1.positions.count })
    }
    return fitting
  }

  /// The device's channel for each channel of the request, once the PCM is set up.
  static func route(
    _ request: PCMRequest, on pcm: PCM, of deviceChannels: Int
  ) throws(DriverError) -> [Int] {
    guard let map = request.map else { return Array(0..<min(request.channels, deviceChannels)) }
    let channels = Self.channels(for: request, on: pcm, of: deviceChannels)
    var route: [Int] = []
    for channel in map {
      let index: Int? =
        switch channel {
        case .number(let number): number < deviceChannels ? number : nil
        case .position(let name): channels?.index(of: name)
        }
      guard let index else { throw missing(request, pcm, channels, of: deviceChannels) }
      route.append(index)
    }
    guard request.direction == .capture || Set(route).count == route.count else {
      throw DriverError(
        .unsupported, "\(pcm.device): the playback map names a channel by number and position")
    }
    return route
  }

  /// Where the PCM has its channels; it is asked for another map when its own lacks some.
  private static func channels(
    for request: PCMRequest, on pcm: PCM, of deviceChannels: Int
  ) -> ALSAChannels? {
    let current = pcm.channels
    guard current?.has(request.positions) != true else { return current }
    let other = pcm.offeredChannels.first {
      $0.positions.count == deviceChannels && $0.has(request.positions)
    }
    guard let other, pcm.use(other) else { return current }
    return pcm.channels ?? other
  }

  private static func missing(
    _ request: PCMRequest, _ pcm: PCM, _ channels: ALSAChannels?, of count: Int? = nil
  ) -> DriverError {
    let absent = (request.map ?? []).filter { channel in
      switch channel {
      case .number(let number): number >= count ?? .max
      case .position(let name): channels?.index(of: name) == nil
      }
    }
    let names = absent.map(\.description).joined(separator: ", ")
    let there =
      channels.map { "it has \($0.positions.joined(separator: " "))" }
      ?? count.map { "it has 1 to \($0), without positions" } ?? "it does not tell positions"
    return DriverError(
      .unsupported, "\(pcm.device) has no \(request.direction.rawValue) channel \(names): \(there)")
  }
}
