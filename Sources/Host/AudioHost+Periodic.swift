import Drivers
import Realtime
import SoundFiles
import Synchronization
import Telemetry
import WorkQueues

extension AudioHost {
  static let beatNanoseconds: Int64 = 250_000_000
  static let backgroundIntervalNanoseconds: Int64 = 50_000_000
  private static let firstLookNanoseconds: Int64 = 50_000_000
  /// In beats.
  private static let reportInterval: UInt64 = 2
  private static let watchInterval: UInt64 = 4

  /// The beat and background work: periodic items of the timer.
  func startPeriodicTasks() {
    let poller = DevicePoller(
      providers: setup.providers,
      choices: { [live, devices = setup.devices] in devices(live.session.session.device) },
      events: events)
    // By what its steps take, a large graph is shared among threads: not as late as at the beat.
    schedule(
      keep(ControlTask(named: "first look") { [weak self] in self?.tendGraph() }),
      delayNanoseconds: Self.firstLookNanoseconds)
    every(Self.beatNanoseconds, "beat", on: queues.control, priority: .normal) { [weak self] in
      self?.performBeat(poller)
    }
    if !backgroundWork.isEmpty { startBackgroundWork() }
    if !live.session.controls.isEmpty { startControls() }
  }

  /// Does all that is to be done four times a second or less: one wake for all of it.
  private func performBeat(_ poller: DevicePoller) {
    let beat = beats.wrappingAdd(1, ordering: .relaxed).newValue
    lookAfterDevices()
    lookForCauses()
    tendGraph()
    tendReports(isDue: beat % Self.reportInterval == 0)
    tellPulse()
    guard beat % Self.watchInterval == 0 else { return }
    poller.poll(in: lane) { [failover] in failover.current.candidate }
    faults.look(at: selection.driver)
    lookForMisses()
    tellLostMessages()
    reportGovernor()
  }

  /// Has what controls ask for done soon from now on.
  func startControls() {
    let isFirst = isFollowingControls.withLock { isFollowing in
      defer { isFollowing = true }
      return !isFollowing
    }
    guard isFirst else { return }
    every(Self.controlIntervalNanoseconds, "controls", on: queues.control, priority: .high) {
      [weak self] in
      self?.performControls()
    }
  }

  /// Has nodes read ahead, write and measure from now on.
  ///
  /// Reading is an item of its own: a disk that is slow to write keeps no player waiting.
  func startBackgroundWork() {
    let isFirst = isWorkingInBackground.withLock { isWorking in
      defer { isWorking = true }
      return !isWorking
    }
    guard isFirst else { return }
    every(Self.backgroundIntervalNanoseconds, "read ahead", on: queues.disk, priority: .high) {
      [weak self] in
      guard let self else { return }
      serve(backgroundWork.filter(\.isAwaited))
    }
    every(Self.backgroundIntervalNanoseconds, "write", on: queues.disk, priority: .normal) {
      [weak self] in
      self?.performBackgroundWork()
    }
  }

  private func every(
    _ nanoseconds: Int64, _ name: String, on queue: WorkQueue, priority: WorkPriority,
    _ body: @escaping @Sendable () -> Void
  ) {
    schedulePeriodic(
      keep(ControlTask(named: name, body)), on: queue, priority: priority,
      everyNanoseconds: nanoseconds)
  }

  /// Has a task performed again and again; says why when that is refused.
  @discardableResult
  func schedulePeriodic(
    _ task: ControlTask, on queue: WorkQueue, priority: WorkPriority = .normal,
    everyNanoseconds interval: Int64
  ) -> ScheduledItemKey? {
    do throws(WorkQueueError) {
      return try platform.timer.addPeriodic(
        task.item, on: queue, priority: priority, intervalNanoseconds: interval)
    } catch {
      events.add(error.description)
      return nil
    }
  }

  var backgroundWork: [BackgroundWork] {
    let tap: [BackgroundWork] = [masterTap.withLock { $0.current }].compactMap(\.self)
    return live.work + tap + (take?.writer.taps ?? [])
  }

  private func takeEnding() -> [BackgroundWork] {
    live.takeEnding() + masterTap.withLock { $0.takeEnding() }
  }

  /// Has nodes write or measure, and keeps the take; finishes with those that have gone.
  private func performBackgroundWork() {
    let (ending, work) = (takeEnding(), backgroundWork)
    for work in ending { finish(work) }
    take?.notePast(of: ending + work)
    drainTake()
    serve(work.filter { !$0.isAwaited })
  }

  private func serve(_ work: [BackgroundWork]) {
    BackgroundRound.perform(work) { work in
      do throws(SoundFileError) {
        return try work.perform { events.add($0) }
      } catch {
        events.add(error.description)
        return false
      }
    }
  }

  /// Completes files and measurements; no node runs any more.
  func finishBackgroundWork() {
    let work = takeEnding() + backgroundWork
    for work in work { finish(work) }
    take?.notePast(of: work)
    drainTake()
  }

  /// Tells which nodes were late.
  func lookForMisses(isLast: Bool = false) {
    for name in misses.look(at: live.nodes, isLast: isLast) { take?.noteMiss(node: name) }
  }

  private func drainTake() {
    do throws(HostError) {
      try take?.writer.drain()
    } catch {
      events.add(error.description)
    }
  }

  private func finish(_ work: BackgroundWork) {
    do throws(SoundFileError) {
      guard try work.finish({ events.add($0) }) else { return }
    } catch {
      events.add(error.description)
    }
    if let meter = work.meter { events.add(meter.description) }
  }
}
