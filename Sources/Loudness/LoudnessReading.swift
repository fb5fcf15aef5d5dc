/// What a loudness meter shows, by EBU R 128 (ITU-R BS.1770-4, EBU Tech 3341 and 3342).
///
/// Loudness that is nil is below the absolute threshold of −70 LUFS.
public struct LoudnessReading: Sendable, Equatable, Codable {
  /// Creates a reading of silence.
  public init() {}

  /// Loudness of the last 0.4 s, in LUFS.
  public var momentary: Double?
  /// Loudness of the last 3 s, in LUFS.
  public var shortTerm: Double?
  /// Loudness of all there was, quiet stretches left out, in LUFS.
  public var integrated: Double?
  /// Loudness range, in LU.
  public var range: Double = 0
  /// The highest magnitude of a sample, of all channels; 1 is full scale.
  public var peak: Double = 0
  /// The root of the mean square of all there was, of the loudest channel.
  public var rms: Double = 0
  /// The highest magnitude between and at the samples, of all channels.
  public var truePeak: Double = 0
}
