// Control side.
public import Drivers

/// Where the channels of one direction of a device are.
public struct ALSAChannels: Sendable, Equatable, Codable {
  /// ALSA's names, such as `FL`, `FR`, `FC` and `LFE`, one for each channel; `UNKNOWN` and `NA` are
  /// among them.
  public let positions: [String]

  /// Creates channels at positions.
  public init(_ positions: [String]) { self.positions = positions }

  /// The channel at a position, counted from 0; nil when there is none.
  ///
  /// Thread: any.
  public func index(of position: String) -> Int? {
    positions.firstIndex(of: position.uppercased())
  }

  /// Whether there is a channel at each of `positions`.
  func has(_ positions: [String]) -> Bool { positions.allSatisfy { index(of: $0) != nil } }

  /// The maps a device offers in one direction; empty when it does not tell.
  ///
  /// Opens the device for a moment. Throws what `ALSADriver.open` throws when it cannot be opened.
  /// Thread: control. The corresponding C function is `snd_pcm_query_chmaps`.
  public static func offered(
    by device: String, forCapture: Bool = false
  ) throws(DriverError) -> [ALSAChannels] {
    try PCM(device, forCapture ? .capture : .playback).offeredChannels
  }
}
