import CPluginCheck
import Foundation
import Plugins

// What instances leave behind, and how long they take.
extension PluginExamination {
  mutating func examineLeaks() throws(PluginError) {
    teller.begin(.leaks)
    let start = ContinuousClock.now
    try makeAndFree()
    guard start.duration(to: .now) < .seconds(4) else { return }
    var footprints = [ProcessFootprint.now]
    for _ in 0..<4 {
      try makeAndFree()
      footprints.append(Self.settled(threads: footprints[0].threads))
    }
    let bytes = Self.growth(footprints, \.heapBytes)
    if bytes >= 64 { watch.add(.leak, .leaks, "leaks \(bytes) bytes per instance") }
    let descriptors = Self.growth(footprints, \.descriptors)
    if descriptors > 0 {
      watch.add(.descriptors, .leaks, "leaves \(descriptors) open descriptors per instance")
    }
    let threads = Self.growth(footprints, \.threads)
    if threads > 0 { watch.add(.threads, .leaks, "leaves \(threads) threads per instance") }
  }

  mutating func examineTimes() throws(PluginError) {
    let instance = try makeSettled()
    teller.begin(.timing)
    var noise = CheckSource(.noise)
    play(instance, &noise, blocks: 50, .timing, "from noise")
    instance.forgetCosts()
    for _ in 0..<500 { instance.run(&noise, frames: CheckTimes.frames) }
    let times = CheckTimes(instance.costs.map { Int($0.nanoseconds) })
    result.times = times
    if times.medianShare > 1 {
      watch.add(.slow, .timing, "takes longer than a period of \(CheckTimes.frames) frames lasts")
    }
  }

  /// How many instances are made from one footprint to the next.
  private static var instancesPerRound: Int { 3 }

  /// What each instance adds in a usual round, where every round shows it: a leak grows each time,
  /// what is only kept for the next instance does not.
  private static func growth(
    _ footprints: [ProcessFootprint], _ part: KeyPath<ProcessFootprint, Int>
  ) -> Int {
    let grown = zip(footprints.dropFirst(), footprints).map {
      $0[keyPath: part] - $1[keyPath: part]
    }.sorted()
    let usual = grown[grown.count / 2]
    return grown[0] * 2 >= usual ? usual / instancesPerRound : 0
  }

  private func makeAndFree() throws(PluginError) {
    for _ in 0..<Self.instancesPerRound {
      let instance = try makeSettled()
      var noise = CheckSource(.noise)
      for _ in 0..<4 { instance.run(&noise, frames: CheckTimes.frames) }
    }
  }

  /// The footprint, once threads that were told to end have had time to.
  private static func settled(threads: Int) -> ProcessFootprint {
    for _ in 0..<20 where ProcessFootprint.now.threads > threads {
      Thread.sleep(forTimeInterval: 0.02)
    }
    return ProcessFootprint.now
  }
}
