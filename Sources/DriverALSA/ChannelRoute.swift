// Data used in the cycle.

/// Which of a device's channels are used for what.
struct ChannelRoute {
  /// Channels of the device.
  let deviceChannels: Int
  /// For each channel that is captured, the device's; for each of the device's that can play, the
  /// one that is played, or -1 for silence.
  let sources: UnsafeMutablePointer<Int>
}
