import Drivers
import Signal
import SoundFiles
import Synchronization
import WorkQueues

extension AudioHost {
  private static let followIntervalNanoseconds: Int64 = 10_000_000

  /// Looks whether the driver was lost, and moves on what is under way.
  ///
  /// Done at each beat, at once when a driver is lost, and every ten milliseconds as long as there is
  /// something to move on.
  func lookAfterDevices() {
    failover.look(for: self)
    if failover.isMoving { followDevices() }
  }

  /// Has the devices looked after soon.
  func followDevices() {
    let task = devices.withLock { devices -> ControlTask? in
      guard !devices.isFollowing else { return nil }
      devices.isFollowing = true
      let task =
        devices.follow ?? keep(ControlTask(named: "devices") { [weak self] in self?.follow() })
      devices.follow = task
      return task
    }
    guard let task, !postpone(task, nanoseconds: Self.followIntervalNanoseconds) else { return }
    // The next beat looks again.
    devices.withLock { $0.isFollowing = false }
  }

  private func follow() {
    devices.withLock { $0.isFollowing = false }
    lookAfterDevices()
  }

  /// Has the devices looked after as soon as a driver is lost.
  func listenForLosses() {
    let task = ControlTask(named: "lost device") { [weak self] in self?.lookAfterDevices() }
    failover.seat.tellLosses(LossNotice(task.item, of: task, on: queues.control))
  }
}

/// What a host knows of its looks at devices.
struct DeviceLooks: Sendable {
  /// The item that looks again soon, once there was one.
  var follow: ControlTask?
  /// Whether it is scheduled.
  var isFollowing = false
}

extension AudioHost: FailoverStage {
  var isPlaying: Bool { phase.withLock { $0 == .running } }

  var graphLatencyFrames: Int { live.latencyFrames }

  func silence() -> Bool {
    fades.lost()
    return fades.isSilent && (notes.isQuiet || !playsNotes)
  }

  func sound() { fades.back() }

  func prepare(for format: StreamFormat) throws(HostError) -> FormatChange? {
    let present = selection.driver.format
    let isSameRate = format.rate == present.rate
    let hasSameChannels = format.hasSameChannels(as: present)
    guard !isSameRate || !hasSameChannels || format.periodFrames != present.periodFrames else {
      return nil
    }
    let fits = live.fits(rate: format.rate, maximumFrames: format.periodFrames)
    return FormatChange(
      format: format,
      graph: try fits
        ? nil : live.prepareRebuild(rate: format.rate, maximumFrames: format.periodFrames),
      tap: isSameRate && format.playbackChannels == present.playbackChannels
        ? nil : makeNextTap(for: format),
      levels: hasSameChannels ? nil : LevelMeters(format),
      loudness: isSameRate && hasSameChannels ? nil : PlayedLoudness(format))
  }

  func commit(_ change: FormatChange) throws(HostError) {
    // What is not in the take yet; afterwards nothing is noted.
    if cycle.pointee.take != nil { take?.notePast(of: live.work) }
    if let graph = change.graph {
      for line in try live.commit(graph) { events.add(line) }
    }
    for node in live.nodes { node.expect(periodFrames: change.format.periodFrames) }
    change.noteTaken()
    cycle.pointee.rate = Int64(change.format.rate)
    cycle.pointee.seam.fit(
      channelCount: change.format.captureChannels, maximumFrames: change.format.periodFrames)
    fades.use(rate: change.format.rate)
    if let tap = change.tap { goOn(in: tap) }
    if let levels = change.levels { measure(with: levels) }
    if let loudness = change.loudness { measure(with: loudness) }
    if cycle.pointee.take != nil {
      cycle.pointee.take = nil
      take?.end()
      events.add(
        "the take is complete: the device's rate, period or channels are others from here on")
    }
  }

  func hasChangedDriver() {
    edits.withLock { $0.toldLatencyFrames = nil }
    tellLatency()
  }

  private func makeNextTap(for format: StreamFormat) -> RecordingTap? {
    masterTap.withLock { $0.current }.map { tap in
      RecordingTap(after: tap, rate: format.rate, channels: max(1, format.playbackChannels))
    }
  }

  private func measure(with meters: LevelMeters) {
    cycle.pointee.captureLevels = meters.capture.handle
    cycle.pointee.playbackLevels = meters.playback.handle
    levels.withLock { $0 = meters }
  }

  private func measure(with next: PlayedLoudness) {
    cycle.pointee.loudness = next.handle
    loudness.withLock { loudness in
      next.setWanted(loudness?.isWanted ?? false)
      loudness = next
    }
  }

  private func goOn(in tap: RecordingTap) {
    masterTap.withLock { taps in
      taps.ending.append(contentsOf: [taps.current].compactMap(\.self))
      taps.current = tap
    }
    cycle.pointee.tap = tap.handle
    events.add(tap.wayOn)
  }
}

extension StreamFormat {
  fileprivate func hasSameChannels(as other: StreamFormat) -> Bool {
    (captureChannels, playbackChannels) == (other.captureChannels, other.playbackChannels)
  }
}

/// The recording of what is played.
struct MasterTap: Sendable {
  var current: RecordingTap?
  /// Those that are complete but for what is in their rings.
  var ending: [RecordingTap] = []

  /// Gives what has to be finished, once.
  mutating func takeEnding() -> [RecordingTap] {
    defer { ending = [] }
    return ending
  }
}
