import CRealtime
import Foundation

/// Round after round of producers and workers, until enough items were performed.
struct Stress {
  static let usage = "usage: stress [--items N] [--seed N]"

  private var items: UInt64 = 100_000_000
  private var seed = UInt64(rt_now_nanoseconds())
  private let itemsPerRound: UInt64 = 1_000_000

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard let value = rest.popFirst().flatMap(UInt64.init) else {
        throw UsageError(description: Self.usage)
      }
      switch name {
      case "--items": items = value
      case "--seed": seed = value
      default: throw UsageError(description: Self.usage)
      }
    }
  }

  func run() throws {
    print("stress: \(items) items, seed \(seed)")
    fflush(nil)
    var random = SeededRandom(seed: seed)
    var performed: [StressRound.Shape: UInt64] = [:]
    var rounds = 0
    var total: UInt64 = 0
    let begin = rt_now_nanoseconds()
    while total < items {
      let shape = StressRound.Shape.allCases[rounds % StressRound.Shape.allCases.count]
      let round = StressRound(shape: shape, random: &random)
      let count = try round.run(items: min(itemsPerRound, items - total))
      performed[shape, default: 0] += count
      total += count
      rounds += 1
    }
    let seconds = Double(rt_now_nanoseconds() - begin) / 1e9
    print("\(total) items in \(rounds) rounds and \(Int(seconds.rounded())) s:")
    for shape in StressRound.Shape.allCases {
      print("  \(shape): \(performed[shape, default: 0])")
    }
    print("none was lost, none ran twice, none overtook another")
  }
}
