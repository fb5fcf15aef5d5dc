// Control side.

/// The two streams a bridge lies between.
public struct ClockBridgeFormat: Sendable, Equatable {
  /// Creates a format; nil for `marginFrames` means `usualMarginFrames`.
  public init(
    channelCount: Int, captureRate: Int, capturePeriodFrames: Int, playbackRate: Int,
    playbackPeriodFrames: Int, marginFrames: Int? = nil
  ) {
    self.channelCount = channelCount
    self.captureRate = captureRate
    self.capturePeriodFrames = capturePeriodFrames
    self.playbackRate = playbackRate
    self.playbackPeriodFrames = playbackPeriodFrames
    self.marginFrames = 0
    self.marginFrames = marginFrames ?? usualMarginFrames
  }
  /// Channels captured.
  public var channelCount: Int
  /// Nominal frames per second of the capture side.
  public var captureRate: Int
  /// Frames that are captured at a time.
  public var capturePeriodFrames: Int
  /// Nominal frames per second of the playback side.
  public var playbackRate: Int
  /// The most frames that are read at a time.
  public var playbackPeriodFrames: Int
  /// Captured frames kept back for threads that come late.
  public var marginFrames: Int

  /// Output frames for each input frame, nominally.
  public var ratio: Double { Double(playbackRate) / Double(captureRate) }

  /// Playback's period, as long as it lasts in captured frames, rounded up.
  var readFrames: Int {
    (playbackPeriodFrames * captureRate + playbackRate - 1) / playbackRate
  }

  /// The longer of the two periods, but no less than two milliseconds.
  public var usualMarginFrames: Int {
    max(capturePeriodFrames, readFrames, captureRate / 500)
  }

  /// Captured frames of latency, given how far the resampler looks ahead.
  ///
  /// A period is read at once, the resampler looks ahead, captured frames come a period at a time,
  /// and the threads of both sides may come late.
  func latencyFrames(lookAhead: Int) -> Int {
    readFrames + lookAhead + capturePeriodFrames + marginFrames
  }
}

/// Why a bridge cannot be made.
public struct ClockBridgeError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, in one line.
  public let description: String
}
