// Control side.

extension PCMConfiguration {
  /// What is used of the PCM, and how: `hw:0 plays S32_LE, mapped, channels 1 2 (FL FR) of 8`.
  var detail: String {
    let verb = pcm.direction == .playback ? "plays" : "captures"
    let numbers = channels.map { String($0 + 1) }.joined(separator: " ")
    let positions = pcm.channels.flatMap { map in
      map.positions.count == deviceChannels
        ? " (\(channels.map { map.positions[$0] }.joined(separator: " ")))" : nil
    }
    return "\(pcm.device) \(verb) \(sampleFormat), \(access.name), "
      + "channel\(channels.count == 1 ? "" : "s") \(numbers)\(positions ?? "") of \(deviceChannels)"
  }
}

extension PCMAccess {
  /// For people.
  var name: String {
    switch self {
    case .mapped: "mapped"
    case .interleaved: "interleaved"
    case .planar: "planar"
    }
  }
}
