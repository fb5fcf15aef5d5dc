import Control
import Drivers
import Graph
import Realtime
import Synchronization
public import Telemetry
import WorkQueues

/// How a host reports while somebody looks.
struct ReportPace: Sendable {
  /// The item that does, once there was one.
  var task: ControlTask?
  /// Its turn with the timer; nil while nobody looks.
  var key: ScheduledItemKey?
  /// The same for what measures loudness.
  var loudnessTask: ControlTask?
  var loudnessKey: ScheduledItemKey?
}

extension AudioHost {
  /// What was reported last; reports come thirty times a second as long as somebody asks for them.
  ///
  /// Thread: any.
  public var latestReport: TelemetryFrame { publisher.ask() }

  /// Says once what was chosen, what differs from the request, and what was refused.
  func reportSetup() {
    let driver = selection.driver
    let format = driver.format
    events.add(
      "\(driver.name) (\(selection.reason)): \(driver.device), \(format.rate) Hz, "
        + "\(format.periodFrames) frames × \(format.periods)")
    events.add(LatencyLine(driver, graphFrames: live.latencyFrames).description)
    // The session's own contradictions are among its warnings.
    let told = setup.session.session.device.unused
    for line in driver.details + selection.adjustments(butFor: told) { events.add(line) }
    for warning in setup.session.warnings { events.add(warning.description, .warning) }
    if let warning = MemoryLock.lock() { events.add(warning, .warning) }
    if let warning = SchedulingAdvice.warning(for: platform.grants) {
      events.add(warning, .warning)
    }
  }

  /// Says what the governor did and noticed; the last time all that is left to say.
  func reportGovernor(isLast: Bool = false) {
    for event in platform.governor.takeEvents(isLast: isLast) {
      events.add(event.description, .warning)
    }
  }

  /// Publishes what the meter shows: thirty times a second while somebody looks, else now and then.
  ///
  /// Called at each beat, which is how soon the first frames come for one who begins to look.
  func tendReports(isDue: Bool) {
    let isLookedAt =
      publisher.isLookedAt || ControlTopic.allCases.contains { hasSubscribers(to: $0) }
    reports.withLock { reports in
      if isLookedAt, reports.key == nil {
        let task = reports.task ?? makeReportTask()
        reports.task = task
        reports.key = schedulePeriodic(
          task, on: queues.control, everyNanoseconds: TelemetryPublisher.intervalNanoseconds)
        beginLoudness(&reports)
      } else if !isLookedAt, let key = reports.key {
        platform.timer.cancel(key)
        reports.key = nil
        endLoudness(&reports)
      }
    }
    if isDue, !isLookedAt { publisher.publish(report()) }
  }

  private func makeReportTask() -> ControlTask {
    keep(
      ControlTask(named: "report") { [weak self] in
        guard let self else { return }
        let frame = report()
        publisher.publish(frame)
        tellSubscribers(frame)
      })
  }

  /// What the meter shows now.
  func report() -> TelemetryFrame {
    let selection = selection
    var frame = publisher.frame(
      HostReading(
        session: live.session.session.name,
        instance: setup.instanceName,
        state: state,
        uptimeNanoseconds: events.uptimeNanoseconds,
        driver: selection.driver,
        reason: selection.reason,
        devices: failover.counters.counts,
        graph: live.status,
        queues: platform.snapshots(),
        timer: platform.timer.snapshot(),
        next: platform.nextScheduled(16),
        nowNanoseconds: Clock.now(),
        wake: flight.pointee.wake.summary(),
        lanes: lanes,
        causes: causes.latest,
        loudness: loudness.withLock { $0 }?.status,
        nodes: nodeReadings,
        load: load,
        levels: levels.withLock { $0 },
        meters: live.nodes.compactMap { $0.work?.meter },
        events: events.all))
    counterBase.withLock { $0 }.apply(to: &frame)
    return frame
  }

  /// In a word what the host is doing.
  var state: String {
    let phase = phase.withLock { $0 }
    guard phase == .running else { return phase.rawValue }
    return failover.isAway ? "waiting" : isMuted ? "muted" : phase.rawValue
  }

  private var nodeReadings: [NodeReading] {
    let (nodes, excluded) = live.nodesAndExcluded
    let now = Clock.now()
    let critical = live.criticalNodes
    let bypassed = live.bypassedNodes
    return nodes.map { node in
      let statistics = node.statistics
      return NodeReading(
        name: node.name, kind: node.kind, runs: statistics.performed,
        totalNanoseconds: statistics.totalNanoseconds,
        longestNanoseconds: statistics.maximumNanoseconds,
        times: node.node.times,
        late: statistics.misses,
        isCritical: critical.contains(node.name),
        isBypassed: bypassed.contains(node.name),
        isSandboxed: node.isSandboxed,
        isLate: statistics.isAbsent,
        isMuted: statistics.outputs.isMuted,
        lostFrames: node.lostFrames,
        trouble: troubles.trouble(
          of: node, statistics, isExcluded: excluded.contains(node.name), at: now))
    }
  }
}
