import Drivers
import Realtime
import SoundFiles
import Synchronization
import WorkQueues

extension AudioHost {
  static let reportIntervalNanoseconds: Int64 = 33_333_333
  static let drainIntervalNanoseconds: Int64 = 50_000_000
  static let governorIntervalNanoseconds: Int64 = 1_000_000_000

  /// Reports, device polls, the governor and recordings: periodic items of the timer.
  func startPeriodicTasks() {
    every(Self.reportIntervalNanoseconds, on: queues.control, priority: .normal) { [weak self] in
      guard let self else { return }
      publisher.publish(report())
    }
    let poller = DevicePoller(
      providers: setup.providers, device: setup.request.device, events: events)
    every(DevicePoller.intervalNanoseconds, on: queues.control, priority: .low) { [weak self] in
      guard let self else { return }
      let driver = driver.withLock { $0 }
      poller.poll(using: driver.name)
      xruns.look(at: driver)
      misses.look(at: live.nodes)
      watchDriver()
    }
    every(Self.graphIntervalNanoseconds, on: queues.control, priority: .normal) { [weak self] in
      self?.tendGraph()
    }
    every(Self.governorIntervalNanoseconds, on: queues.control, priority: .low) { [weak self] in
      self?.reportGovernor()
    }
    if !recordings.isEmpty { startDraining() }
  }

  /// Has recordings carried to the disk from now on.
  func startDraining() {
    let isFirst = isDraining.withLock { isDraining in
      defer { isDraining = true }
      return !isDraining
    }
    guard isFirst else { return }
    every(Self.drainIntervalNanoseconds, on: queues.disk, priority: .normal) { [weak self] in
      self?.drainRecordings()
    }
  }

  private func every(
    _ nanoseconds: Int64, on queue: WorkQueue, priority: WorkPriority,
    _ body: @escaping @Sendable () -> Void
  ) {
    let task = keep(ControlTask(body))
    do throws(WorkQueueError) {
      _ = try platform.timer.addPeriodic(
        task.item, on: queue, priority: priority, intervalNanoseconds: nanoseconds)
    } catch {
      events.add(error.description)
    }
  }

  /// Goes on with the clock when the driver's device is gone, so that session and meter live on.
  private func watchDriver() {
    let lost = driver.withLock { $0 }
    guard lost.counters.isLost.load(ordering: .acquiring), lost.name != "clock",
      phase.withLock({ $0 == .running })
    else { return }
    events.add("\(lost.name): \(lost.device) is gone; the session goes on without sound")
    lost.stop()
    misses.tellLost(of: lost)
    do {
      let clock = try ClockDriver(StreamRequest(lost.format))
      try startDriver(clock)
      driver.withLock { $0 = clock }
      edits.withLock { $0.toldLatencyFrames = nil }
    } catch {
      events.add("\(error)")
    }
  }

  var recordings: [RecordingTap] { live.taps + [masterTap].compactMap(\.self) }

  /// Carries recordings on, and closes those whose node has gone.
  ///
  /// Nobody else does while the host plays.
  func drainRecordings() {
    for tap in live.takeClosing() { close(tap) }
    for tap in recordings {
      do throws(SoundFileError) {
        _ = try tap.recording.drain()
      } catch {
        events.add(error.description)
      }
    }
  }

  /// Writes what is left and closes the files; nothing writes to them any more.
  func closeRecordings() {
    for tap in live.takeClosing() + recordings { close(tap) }
  }

  /// Writes what is left of one recording and closes its file.
  func close(_ tap: RecordingTap) {
    do throws(SoundFileError) {
      try tap.recording.close()
    } catch {
      events.add(error.description)
    }
    if tap.recording.overrunFrames > 0 {
      events.add(
        "\(tap.recording.path) lacks \(tap.recording.overrunFrames) frames: the disk was slow")
    }
  }
}

extension StreamRequest {
  /// Asks for exactly that format, on any device.
  fileprivate init(_ format: StreamFormat) {
    self.init(
      rate: format.rate, periodFrames: format.periodFrames, periods: format.periods,
      captureChannels: format.captureChannels, playbackChannels: format.playbackChannels)
  }
}
