import Telemetry

/// A recording as it plays: where it is, how fast, and how to go elsewhere.
final class Playback<Source: FrameSource> {
  private var source: Source
  private var speedIndex = 3
  private var lastMoment: Int64?
  private(set) var position: Int64 = 0
  private(set) var isPaused = false

  private static var speeds: [Double] { [0.125, 0.25, 0.5, 1, 2, 4, 8] }
  private static var second: Int64 { 1_000_000_000 }

  init(_ source: Source) { self.source = source }

  var status: PlaybackStatus {
    PlaybackStatus(
      positionNanoseconds: position, durationNanoseconds: source.durationNanoseconds,
      speed: Self.speeds[speedIndex], isPaused: isPaused)
  }

  /// The frame to show at a moment of the clock; at its end the recording stands still.
  func frame(now: Int64) throws(FrameSourceError) -> TelemetryFrame {
    let passed = now - (lastMoment ?? now)
    lastMoment = now
    if !isPaused { go(to: position + Int64(Double(passed) * Self.speeds[speedIndex])) }
    if position == source.durationNanoseconds { isPaused = true }
    return try source.frame(at: position)
  }

  func perform(_ step: PlaybackStep) throws(FrameSourceError) {
    switch step {
    case .togglePause:
      if isPaused, position == source.durationNanoseconds { position = 0 }
      isPaused.toggle()
    case .move(let seconds): go(to: position + seconds * Self.second)
    case .toStart: position = 0
    case .toEnd: position = source.durationNanoseconds
    case .cause(let direction): try goToCause(direction)
    case .faster: speedIndex = min(speedIndex + 1, Self.speeds.count - 1)
    case .slower: speedIndex = max(speedIndex - 1, 0)
    }
  }

  private func go(to time: Int64) {
    position = min(max(0, time), source.durationNanoseconds)
  }

  /// Stops where the next cause was first known, or where the newest before this place was.
  private func goToCause(_ direction: Int) throws(FrameSourceError) {
    let here = try newestCause(at: position)
    if direction > 0 {
      guard try newestCause(at: source.durationNanoseconds) > here else { return }
      position = try firstTime(ofCauseBeyond: here)
    } else {
      guard here > 0 else { return go(to: 0) }
      let first = try firstTime(ofCauseBeyond: here - 1)
      // One that was just reached is left for the one before.
      let isThere = position - first < Self.second / 2
      guard isThere else { return pause(at: first) }
      let before = try first > 0 ? newestCause(at: first - 1) : 0
      position = before > 0 ? try firstTime(ofCauseBeyond: before - 1) : 0
    }
    isPaused = true
  }

  private func pause(at time: Int64) {
    position = time
    isPaused = true
  }

  /// Causes are counted, so the first time of one is found by halving.
  private func firstTime(ofCauseBeyond number: UInt64) throws(FrameSourceError) -> Int64 {
    var (low, high) = (Int64(0), source.durationNanoseconds)
    while low < high {
      let middle = low + (high - low) / 2
      if try newestCause(at: middle) > number { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func newestCause(at time: Int64) throws(FrameSourceError) -> UInt64 {
    try source.frame(at: time).causes.last?.number ?? 0
  }
}
