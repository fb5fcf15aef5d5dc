import CRealtime

/// Where the music is at one frame.
struct MusicalPosition: BitwiseCopyable {
  var isRolling: Bool
  var frame: UInt64
  var hasTempo: Bool
  /// Counted from 0.
  var bar: Int64
  /// Beats since the bar began, with a fraction.
  var barBeat: Double
  /// 4 for quarters.
  var beatUnit: Double
  var beatsPerBar: Double
  var beatsPerMinute: Double

  /// Where the transport is `frames` after the period it was read for began.
  @_noLocks
  init(_ transport: rt_transport, after frames: Int, rate: Double) {
    let passed = transport.is_rolling ? frames : 0
    isRolling = transport.is_rolling
    frame = transport.frame &+ UInt64(truncatingIfNeeded: passed)
    beatUnit = transport.beat_type
    beatsPerBar = transport.beats_per_bar
    beatsPerMinute = transport.beats_per_minute
    let beats =
      Double(transport.beat) - 1 + transport.beat_fraction
      + Double(passed) * beatsPerMinute / 60 / rate
    // What makes no sense is not told. None of it is true of what is no number.
    hasTempo =
      transport.has_tempo && beats >= 0 && beats < 1e9
      && beatsPerMinute > 0 && beatsPerMinute < 1e6
      && beatsPerBar >= 1 && beatsPerBar < 1000 && beatUnit >= 1 && beatUnit < 1000
    let bars = hasTempo ? Int64(beats / beatsPerBar) : 0
    bar = Int64(transport.bar) - 1 + bars
    barBeat = beats - Double(bars) * beatsPerBar
  }

  /// The same place, where nothing moves and no tempo is known.
  @_noLocks
  func stopped(at frame: UInt64) -> MusicalPosition {
    var stopped = self
    stopped.frame = frame
    stopped.isRolling = false
    stopped.hasTempo = false
    return stopped
  }

  /// Whether somebody who was told the other one, and heard that it would be at `expected` by now,
  /// has to be told this one.
  @_noLocks
  func isNews(after other: MusicalPosition, expected: UInt64) -> Bool {
    frame != expected || isRolling != other.isRolling || hasTempo != other.hasTempo
      || (hasTempo
        && (beatsPerMinute != other.beatsPerMinute || beatsPerBar != other.beatsPerBar
          || beatUnit != other.beatUnit))
  }
}
