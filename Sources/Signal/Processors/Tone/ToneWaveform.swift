// Control side.

/// The shape of a tone.
public enum ToneWaveform: String, Sendable, CaseIterable {
  case sine
  case triangle
  case square
  case saw

  /// Its number in the cycle.
  var number: Int {
    switch self {
    case .sine: 0
    case .triangle: 1
    case .square: 2
    case .saw: 3
    }
  }
}
