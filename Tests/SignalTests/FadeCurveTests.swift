import Foundation
import TestSupport
import Testing

@testable import Signal

@Suite("FadeCurve") struct FadeCurveTests {
  /// The most a fade's gain changes in one frame, as a share of the difference of its ends: linear,
  /// and for the others the steepest slope over so many frames.
  static func steepest(_ curve: FadeCurve, frames: Int) -> Float {
    let length = Double(frames)
    switch curve {
    case .linear: return Float(1 / length)
    case .smooth, .equalPower: return Float(Double.pi / 2 / length)
    // Straight in decibels it loses this share of itself in a frame. From and to silence there is
    // one step more, near -90 dB.
    case .exponential:
      return Float(max(1 - pow(10, -4.5 / length), pow(10, 4.5 / length - 4.5)))
    }
  }

  /// What a curve is by its definition.
  static func gain(
    _ curve: FadeCurve, from start: Double, to target: Double, at place: Int, of frames: Int
  ) -> Double {
    guard place < frames, start != target else { return target }
    let x = Double(place) / Double(frames)
    switch curve {
    case .linear: return start + (target - start) * x
    case .smooth: return start + (target - start) * (1 - cos(.pi * x)) / 2
    case .equalPower:
      return target > start
        ? start + (target - start) * sin(.pi / 2 * x) : target + (start - target) * cos(.pi / 2 * x)
    case .exponential:
      let (quiet, loud) = (min(start, target), max(start, target))
      let floor = loud * pow(10, -4.5)
      let (first, last) = (max(start, floor), max(target, floor))
      return min(max(first * pow(last / first, x), quiet), loud)
    }
  }

  private static let ends: [(Float, Float)] = [
    (0, 1), (1, 0), (0.25, 1), (1, 0.25), (0.3, 0), (1e-6, 1), (0, 2), (1e-7, 0), (1, 1e-9),
  ]

  @Test(arguments: FadeCurve.allCases)
  func isWhatItsDefinitionSays(curve: FadeCurve) {
    for (start, target) in Self.ends {
      for frames in [1, 2, 3, 64, 65, 480, 10_007] {
        let fader = Fader(gain: start)
        fader.fade(to: target, frames: frames, curve: curve)
        let gains = fader.gains(over: [frames + 3])
        let isRight = gains.enumerated().allSatisfy { frame, gain in
          let wanted = Self.gain(
            curve, from: Double(start), to: Double(target), at: frame + 1, of: frames)
          return abs(Double(gain) - wanted) <= 1e-7 * Double(max(start, target))
        }
        #expect(isRight, "\(start) to \(target) in \(frames)")
        #expect(gains[(frames - 1)...].allSatisfy { $0 == target })
        #expect(fader.isAtRest)
      }
    }
  }

  @Test(arguments: FadeCurve.allCases)
  func neverTurnsAndNeverSteps(curve: FadeCurve) {
    for (start, target) in Self.ends {
      for frames in [1, 2, 64, 481, 48_000] {
        let fader = Fader(gain: start)
        fader.fade(to: target, frames: frames, curve: curve)
        let gains = [start] + fader.gains(over: [frames + 3])
        let steps = zip(gains, gains.dropFirst()).map { $1 - $0 }
        #expect(steps.allSatisfy { target > start ? $0 >= 0 : $0 <= 0 })
        let loud = max(start, target)
        let bound =
          Self.steepest(curve, frames: frames)
          * (curve == .exponential ? loud : abs(target - start))
        #expect(
          (steps.map(abs).max() ?? 1) <= bound + loud * 0x1p-22,
          "\(start) to \(target) in \(frames)")
      }
    }
  }

  @Test(arguments: FadeCurve.allCases)
  func fallIsTheMirrorOfTheRise(curve: FadeCurve) {
    let (rise, fall) = (Fader(gain: 0), Fader(gain: 1))
    rise.fade(to: 1, frames: 500, curve: curve)
    fall.fade(to: 0, frames: 500, curve: curve)
    let up = rise.gains(over: [499])
    let down = fall.gains(over: [499])
    #expect(zip(up, down.reversed()).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func equalPowerKeepsThePowerOfWhatRisesAndFalls() {
    let (rise, fall) = (Fader(gain: 0), Fader(gain: 1))
    rise.fade(to: 1, frames: 333, curve: .equalPower)
    fall.fade(to: 0, frames: 333, curve: .equalPower)
    let both = zip(rise.gains(over: [333]), fall.gains(over: [333]))
    #expect(both.allSatisfy { abs($0 * $0 + $1 * $1 - 1) < 1e-6 })
  }

  /// Up, and at every frame of the way down again; and the other way round.
  @Test(arguments: FadeCurve.allCases, FadeCurve.allCases)
  func turnsAnywhereWithoutAStep(curve: FadeCurve, next: FadeCurve) {
    for (start, target) in [(Float(0), Float(1)), (1, 0)] {
      for turn in 0...70 {
        let fader = Fader(gain: start)
        fader.fade(to: target, frames: 70, curve: curve)
        let before = [start] + fader.gains(over: [turn])
        fader.fade(to: start, frames: 90, curve: next)
        let after = fader.gains(over: [95])
        #expect(after[89...].allSatisfy { $0 == start })
        let gains = before + after
        let steps = zip(gains, gains.dropFirst()).map { abs($1 - $0) }
        let bound = max(Self.steepest(curve, frames: 70), Self.steepest(next, frames: 90))
        #expect((steps.max() ?? 1) <= bound + 0x1p-22, "at \(turn)")
        let back = [before.last ?? 0] + after
        #expect(zip(back, back.dropFirst()).allSatisfy { start < target ? $0 >= $1 : $0 <= $1 })
      }
    }
  }

  /// Fades asked for at any time, cut into blocks of any size: bit for bit the same, and what the
  /// definitions say.
  @Test(arguments: 0..<20) func anyCutOfAnyFadesIsTheSame(round: Int) {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SplitMix(state: seed)
    let (whole, cut) = (Fader(gain: 0.5), Fader(gain: 0.5))
    var model = 0.5
    for _ in 0..<40 {
      let target: Float =
        [0, 1, 0.5, Float.random(in: 0...1, using: &random)]
        .randomElement(using: &random) ?? 0
      let length = [0, 1, 63, 64, 200, 3000].randomElement(using: &random) ?? 0
      let curve = FadeCurve.allCases.randomElement(using: &random) ?? .linear
      let frames = Int.random(in: 1...400, using: &random)
      whole.fade(to: target, frames: length, curve: curve)
      cut.fade(to: target, frames: length, curve: curve)
      let gains = whole.gains(over: [frames])
      var sizes: [Int] = []
      while sizes.reduce(0, +) < frames {
        sizes.append(Int.random(in: 0...min(130, frames - sizes.reduce(0, +)), using: &random))
      }
      #expect(cut.gains(over: sizes) == gains, "seed \(seed)")
      let start = model
      let isRight = gains.enumerated().allSatisfy { frame, gain in
        model = Self.gain(curve, from: start, to: Double(target), at: frame + 1, of: length)
        return abs(Double(gain) - model) < 1e-5
      }
      #expect(isRight, "seed \(seed)")
      model = Double(gains.last ?? 0)
    }
  }

  @Test(arguments: FadeCurve.allCases) func hasANameThatIsRead(curve: FadeCurve) {
    #expect(FadeCurve(rawValue: curve.rawValue) == curve)
    #expect(FadeCurve(code: curve.code) == curve)
    #expect(FadeCurve(rawValue: "straight") == nil)
  }

  @Test(arguments: FadeCurve.allCases) func aFadeOfAnyLengthBegins(curve: FadeCurve) {
    let fader = Fader(gain: 1)
    fader.fade(to: 0, frames: .max, curve: curve)
    #expect(fader.gains(over: [64]).allSatisfy { $0 > 0.999 })
    #expect(!fader.isAtRest)
    fader.fade(to: -1, frames: 0, curve: curve)
    #expect(fader.gains(over: [1]) == [0])
  }
}

extension Fader {
  /// Lets the fader pass over ones, so that what comes out are its gains.
  func gains(over sizes: [Int]) -> [Float] {
    sizes.flatMap { frames in
      var block = [Float](repeating: 1, count: max(1, frames))
      block.withUnsafeMutableBufferPointer { block in
        let channels: [UnsafeMutablePointer<Float>?] = [block.baseAddress]
        handle.apply(to: channels, count: 1, frames: frames)
      }
      return block.prefix(frames)
    }
  }
}
