import CRealtime

/// Levels as people write them.
public enum Decibels {
  /// At this level and below there is silence.
  public static var silence: Float { @_noLocks get { -120 } }

  /// The factor for a level in decibels: exactly 1 for 0 dB, exactly 0 for −120 dB and below.
  ///
  /// Thread: any.
  @_noLocks
  public static func gain(_ decibels: Float) -> Float {
    decibels <= silence ? 0 : rt_powf(10, decibels / 20)
  }
}
