import Foundation

extension Supernova {
  static let trialName = "graph supernova"

  static var trial: Trial {
    guard program != nil else {
      return Trial(
        name: trialName, title: "supernova: left out, because it is not installed", subjects: [])
    }
    return Trial(
      name: trialName,
      title: "supernova, \(synths) synths side by side, offline: a block of 64 frames, once a run",
      subjects: sizes.enumerated().map { index, oscillators in
        Subject(name: "\(oscillators) SinOsc each") { figures[index] }
      })
  }

  /// Measured when first asked for: it takes seconds, and shows how a peer behaves, no goal.
  private static let figures: [[Metric: Double]] = sizes.map { oscillators in
    do {
      let alone = try Supernova(oscillators: oscillators, threads: 1).nanosecondsPerBlock()
      let shared = try Supernova(oscillators: oscillators, threads: 2).nanosecondsPerBlock()
      return [.oneThread: alone, .twoThreads: shared, .twoThreadsGain: alone / shared]
    } catch {
      FileHandle.standardError.write(Data("supernova is left out: \(error)\n".utf8))
      return [:]
    }
  }
}
