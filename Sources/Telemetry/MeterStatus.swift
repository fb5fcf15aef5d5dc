internal import Foundation

/// What a meter node of the session shows.
///
/// Peaks and RMS are linear, 1 is full scale, and those of the loudest channel since the start.
/// Loudness is that of EBU R 128, nil below the threshold of −70 LUFS.
public struct MeterStatus: Sendable, Equatable, Codable {
  /// Creates a status of silence.
  public init() {}

  /// The node's name in the session.
  public var name = ""
  /// Largest absolute sample; infinity after one that was not a number.
  public var peak: Double = 0
  /// Largest magnitude at and between the samples.
  public var truePeak: Double = 0
  /// Root of the mean square.
  public var rms: Double = 0
  /// Loudness of the last 0.4 s, in LUFS.
  public var momentary: Double?
  /// Loudness of the last 3 s, in LUFS.
  public var shortTerm: Double?
  /// Loudness of all there was, in LUFS.
  public var integrated: Double?
  /// Loudness range, in LU.
  public var range: Double = 0

  /// Reads what there is; what an older host did not tell keeps its default.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.name, into: &name)
    try fields.read(.peak, into: &peak)
    try fields.read(.truePeak, into: &truePeak)
    try fields.read(.rms, into: &rms)
    try fields.read(.momentary, into: &momentary)
    try fields.read(.shortTerm, into: &shortTerm)
    try fields.read(.integrated, into: &integrated)
    try fields.read(.range, into: &range)
  }
}

extension MeterStatus: CustomStringConvertible {
  /// One line, such as `meter mix: peak -1.2 dBFS, true peak -0.9 dBTP, RMS -18.3 dBFS,
  /// integrated -14.3 LUFS, range 5.1 LU`.
  public var description: String {
    let loudness = integrated.map { "\(Self.rounded($0)) LUFS" } ?? "below -70 LUFS"
    return "meter \(name): peak \(Self.decibels(peak)) dBFS, "
      + "true peak \(Self.decibels(truePeak)) dBTP, RMS \(Self.decibels(rms)) dBFS, "
      + "integrated \(loudness), range \(Self.rounded(range)) LU"
  }

  private static func decibels(_ linear: Double) -> String { rounded(20 * log10(linear)) }

  private static func rounded(_ value: Double) -> String {
    // No -0.0.
    value.isFinite ? String(format: "%.1f", (value * 10).rounded() / 10 + 0) : "\(value)"
  }
}
