// Setup for the cycle; nothing here runs in it.

extension ChannelRoute {
  /// Makes a route; `used` has the device's channel for each one that is captured or played.
  init(_ used: [Int], of deviceChannels: Int, _ direction: PCM.Direction) {
    let entries =
      switch direction {
      case .capture: used
      case .playback: (0..<deviceChannels).map { used.firstIndex(of: $0) ?? -1 }
      }
    self.deviceChannels = deviceChannels
    sources = .allocate(capacity: max(1, entries.count))
    sources.initialize(from: entries, count: entries.count)
  }

  /// Gives the memory back.
  func deallocate() { sources.deallocate() }
}
