import CRealtime

/// One frame of a periodic wave, from its phase in turns and its step from frame to frame.
///
/// All begin at 0 and rise. Edges and corners are rounded over two frames by polynomials (polyBLEP
/// and polyBLAMP), which takes most of the aliasing away.
enum Waveform {
  @_noLocks
  static func value(_ number: Int, phase: Double, step: Double) -> Double {
    switch number {
    case 0: rt_sin(phase * 2 * .pi)
    case 1: triangle(phase, step)
    case 2: square(phase, step)
    default: saw(phase, step)
    }
  }

  @_noLocks
  private static func triangle(_ phase: Double, _ step: Double) -> Double {
    let (top, bottom) = (later(phase, 0.75), later(phase, 0.25))
    let plain = phase < 0.25 ? 4 * phase : phase < 0.75 ? 2 - 4 * phase : 4 * phase - 4
    return plain + 4 * step * (corner(bottom, step) - corner(top, step))
  }

  @_noLocks
  private static func square(_ phase: Double, _ step: Double) -> Double {
    (phase < 0.5 ? 1 : -1) + edge(phase, step) - edge(later(phase, 0.5), step)
  }

  @_noLocks
  private static func saw(_ phase: Double, _ step: Double) -> Double {
    let phase = later(phase, 0.5)
    return 2 * phase - 1 - edge(phase, step)
  }

  @_noLocks
  private static func later(_ phase: Double, _ turns: Double) -> Double {
    let sum = phase + turns
    return sum >= 1 ? sum - 1 : sum
  }

  /// What is to be added where the wave rises by 2 at phase 0.
  @_noLocks
  private static func edge(_ phase: Double, _ step: Double) -> Double {
    if phase < step {
      let near = 1 - phase / step
      return -near * near
    }
    if phase > 1 - step {
      let near = 1 - (1 - phase) / step
      return near * near
    }
    return 0
  }

  /// What is to be added, in steps, where the slope rises by 2 at phase 0.
  @_noLocks
  private static func corner(_ phase: Double, _ step: Double) -> Double {
    let away = phase < 0.5 ? phase : 1 - phase
    guard away < step else { return 0 }
    let near = 1 - away / step
    return near * near * near / 3
  }
}
