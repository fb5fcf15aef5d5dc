import Graph
import Synchronization
import Telemetry
import WorkQueues

// What is only measured, or put together, while somebody looks.
extension AudioHost {
  /// Measures the loudness of what is played from now on.
  func beginLoudness(_ reports: inout ReportPace) {
    guard let played = loudness.withLock({ $0 }) else { return }
    played.setWanted(true)
    let task =
      reports.loudnessTask
      ?? keep(
        ControlTask(named: "loudness") { [weak self] in
          self?.loudness.withLock { $0 }?.measure()
        })
    reports.loudnessTask = task
    reports.loudnessKey = schedulePeriodic(
      task, on: queues.disk, everyNanoseconds: Self.backgroundIntervalNanoseconds)
  }

  /// Measures it no more.
  func endLoudness(_ reports: inout ReportPace) {
    loudness.withLock { $0 }?.setWanted(false)
    if let key = reports.loudnessKey { platform.timer.cancel(key) }
    reports.loudnessKey = nil
  }

  /// What threads did in the last period that was timed step by step, by their ids.
  var lanes: [Int32: [LaneSpan]] {
    guard let spans = live.trace?.spans, let first = spans.first else { return [:] }
    let begin = flight.pointee.asked(forPeriodAt: first.startNanoseconds)
    let origin = begin ?? first.startNanoseconds
    return Dictionary(grouping: spans, by: \.threadID).mapValues { spans in
      spans.prefix(Self.laneSpans).map {
        LaneSpan(
          name: $0.node, startNanoseconds: $0.startNanoseconds - origin,
          endNanoseconds: $0.endNanoseconds - origin)
      }
    }
  }

  private static let laneSpans = 16
}
