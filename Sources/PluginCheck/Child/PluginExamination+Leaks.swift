import CPluginCheck
import Foundation
import Plugins

// What instances leave behind, and how long they take.
extension PluginExamination {
  mutating func examineLeaks() throws(PluginError) {
    teller.begin(.leaks)
    let start = ContinuousClock.now
    try makeAndFree(4)
    guard start.duration(to: .now) < .seconds(4) else { return }
    let before = ProcessFootprint.now
    try makeAndFree(4)
    let between = ProcessFootprint.now
    try makeAndFree(4)
    let after = Self.settled(threads: before.threads)
    // A leak grows each time: what is only kept for the next instance does not.
    let bytes =
      min(between.heapBytes - before.heapBytes, after.heapBytes - between.heapBytes) / 4
    if bytes >= 64 { watch.add(.leak, .leaks, "leaks \(bytes) bytes per instance") }
    if between.descriptors > before.descriptors, after.descriptors > between.descriptors {
      let count = after.descriptors - before.descriptors
      watch.add(.descriptors, .leaks, "leaves \(count) descriptors open after 8 instances")
    }
    if after.threads >= before.threads + 8 {
      let count = after.threads - before.threads
      watch.add(.threads, .leaks, "leaves \(count) threads running after 8 instances")
    }
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

  private func makeAndFree(_ count: Int) throws(PluginError) {
    for _ in 0..<count {
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
