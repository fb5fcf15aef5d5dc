// Control side.
import CRealtime
import Realtime
import Synchronization

/// Which node ran when, and on which thread, in a period that was timed step by step.
public struct RunTrace: Sendable, Equatable {
  /// One node's turn.
  public struct Span: Sendable, Equatable {
    /// The node's name.
    public var node: String
    /// The kernel's id of the thread that performed it.
    public var threadID: Int32
    /// When it began, on CLOCK_MONOTONIC.
    public var startNanoseconds: Int64
    /// When it was done.
    public var endNanoseconds: Int64
  }

  /// The turns, in the order they began.
  public var spans: [Span]
}

extension Plan {
  /// The last period that was timed step by step, one in 16 or 64; nil when there is none yet.
  ///
  /// Thread: control.
  public var trace: RunTrace? {
    let (ticks, now) = (rt_ticks(), Clock.now())
    let steps = readings
    guard let part = steps.map(\.reading.part).max() else { return nil }
    let spans = steps.filter { $0.reading.part == part }.map { step in
      RunTrace.Span(
        node: memory.nodes[blueprint.steps[step.place].node].name,
        threadID: step.reading.threadID,
        startNanoseconds: rt_time_of_ticks(step.reading.begin, ticks, now),
        endNanoseconds: rt_time_of_ticks(step.reading.end, ticks, now))
    }
    return RunTrace(spans: spans.sorted { $0.startNanoseconds < $1.startNanoseconds })
  }

  private var readings: [(place: Int, reading: StepTrace.Reading)] {
    (0..<2).flatMap { index in
      let core = unsafe memory.head.pointee.cores[index]
      return (0..<(unsafe core.pointee.stepCount)).compactMap { place in
        unsafe core.pointee.traces[place].read().map { (place, $0) }
      }
    }
  }

  /// The names of the nodes on the way through the graph that takes longest, as far as is known.
  ///
  /// Thread: control.
  public var criticalNodes: Set<String> {
    let costs = costs
    var longest = costs
    var before = [Int?](repeating: nil, count: costs.count)
    for (place, step) in blueprint.steps.enumerated() {
      guard let last = step.predecessors.max(by: { longest[$0] < longest[$1] }) else { continue }
      before[place] = last
      longest[place] += longest[last]
    }
    var place = longest.indices.max { longest[$0] < longest[$1] }
    var names: Set<String> = []
    while let step = place {
      names.insert(memory.nodes[blueprint.steps[step].node].name)
      place = before[step]
    }
    return names
  }

  /// Runs that were given up and have come back since: how many, and how long the last one took.
  ///
  /// Thread: any.
  public var lateReturns: (count: UInt64, lastNanoseconds: Int64) {
    let head = unsafe memory.head
    return unsafe (
      head.pointee.lateReturns.load(ordering: .acquiring),
      head.pointee.lateNanoseconds.load(ordering: .relaxed)
    )
  }
}
