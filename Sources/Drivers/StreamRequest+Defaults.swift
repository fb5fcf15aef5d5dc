// Control side.

extension StreamRequest {
  /// Frames per second when nobody asks for anything else.
  public static let defaultRate = 48_000
  /// Frames per period when nobody asks for anything else.
  public static let defaultPeriodFrames = 256

  /// Refuses what no driver can do, in the name of `device`.
  ///
  /// Thread: any.
  public func validate(for device: String) throws(DriverError) {
    guard captureChannels >= 0, playbackChannels >= 0, captureChannels + playbackChannels > 0
    else {
      throw DriverError(
        .unsupported, "\(device): no channels to capture or play; ask for at least one")
    }
    guard captureChannels <= 1024, playbackChannels <= 1024 else {
      throw DriverError(.unsupported, "\(device): more than 1024 channels; ask for fewer")
    }
    guard (0...64).contains(midiCapturePorts), (0...64).contains(midiPlaybackPorts) else {
      throw DriverError(.unsupported, "\(device): MIDI ports must be 0 to 64 each way")
    }
    let impossible = [
      Self.problem(rate, in: 1_000...1_536_000, "rate"),
      Self.problem(periodFrames, in: 1...65_536, "period"),
      Self.problem(periods, in: 2...64, "number of periods"),
    ].compactMap(\.self)
    guard impossible.isEmpty else {
      throw DriverError(.unsupported, "\(device): \(impossible.joined(separator: "; "))")
    }
    try Self.check(captureMap, for: captureChannels, "capture", device)
    try Self.check(playbackMap, for: playbackChannels, "playback", device)
    let played = playbackMap ?? []
    if let twice = played.indices.first(where: { played[..<$0].contains(played[$0]) }) {
      throw DriverError(
        .unsupported,
        "\(device): the playback map has channel \(played[twice]) twice; name each one once")
    }
  }

  private static func check(
    _ map: [DeviceChannel]?, for channels: Int, _ direction: String, _ device: String
  ) throws(DriverError) {
    guard let map else { return }
    guard map.count == channels else {
      throw DriverError(
        .unsupported,
        "\(device): the \(direction) map has \(map.count) channels, not \(channels); "
          + "name one for each")
    }
    for case .number(let number) in map where !(0..<1024).contains(number) {
      throw DriverError(.unsupported, "\(device): there is no channel \(number + 1) to map")
    }
  }

  private static func problem(
    _ value: Int?, in range: ClosedRange<Int>, _ what: String
  ) -> String? {
    guard let value, !range.contains(value) else { return nil }
    return "\(what) \(value) is impossible; "
      + "choose \(range.lowerBound) to \(range.upperBound)"
  }
}
