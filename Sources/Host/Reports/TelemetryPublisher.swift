import Drivers
import Foundation
import Realtime
import Signal
import Synchronization
import Telemetry
import WorkQueues

/// Turns counters into what the meter shows, and puts it on the telemetry page.
///
/// Thread: control, one call at a time.
final class TelemetryPublisher: Sendable {
  fileprivate struct State {
    var rates = Rates()
    var lastUptime: Int64 = 0
    var history = LoadHistory()
    var holds: [String: PeakHold] = [:]
  }

  /// How often frames come while somebody looks; the history has a value for each.
  static let intervalNanoseconds: Int64 = 33_333_333
  /// How long whoever asked for a frame of this process counts as looking.
  private static let attentionNanoseconds: Int64 = 1_000_000_000

  private let writer: TelemetryWriter
  private let state = Mutex(State())
  private let latest = Mutex(TelemetryFrame())
  private let askedNanoseconds = Atomic<Int64>(-attentionNanoseconds)

  init() throws(TelemetryError) { writer = try TelemetryWriter() }

  /// What was published last; from now on, the next frames come sooner.
  ///
  /// Thread: any.
  func ask() -> TelemetryFrame {
    askedNanoseconds.store(Clock.now(), ordering: .relaxed)
    return latest.withLock { $0 }
  }

  /// Whether somebody looks, on the page or in this process.
  var isLookedAt: Bool {
    Clock.now() - askedNanoseconds.load(ordering: .relaxed) < Self.attentionNanoseconds
      || writer.isLookedAt
  }

  func publish(_ frame: TelemetryFrame) {
    latest.withLock { $0 = frame }
    writer.publish(frame)
  }

  /// Publishes a last frame and marks the page as ended.
  func end(_ frame: TelemetryFrame) {
    publish(frame)
    writer.end()
  }

  /// The next frame; rates are over the time since the one before.
  func frame(_ reading: HostReading) -> TelemetryFrame {
    state.withLock { state in
      let seconds = Double(reading.uptimeNanoseconds - state.lastUptime) / 1e9
      state.lastUptime = reading.uptimeNanoseconds
      state.rates.begin(after: seconds)
      var frame = TelemetryFrame()
      frame.processID = getpid()
      frame.session = reading.session
      frame.instance = reading.instance
      frame.state = reading.state
      frame.uptimeNanoseconds = reading.uptimeNanoseconds
      frame.driver = DriverStatus(reading.driver, reason: reading.reason)
      frame.devices = reading.devices
      frame.graph = reading.graph
      frame.load = state.load(reading.load, seconds: seconds)
      frame.queues = reading.queues.map { QueueStatus($0, rates: &state.rates) }
      frame.workers = reading.queues.flatMap(\.workers).map {
        WorkerStatus($0, lane: reading.lanes[$0.threadID] ?? [], rates: &state.rates)
      }
      frame.workers.append(WorkerStatus(reading.timer))
      let format = reading.driver.format
      let period = Double(format.periodFrames) / Double(format.rate) * 1e9
      frame.nodes = reading.nodes.map {
        NodeStatus($0, periodNanoseconds: period, rates: &state.rates)
      }
      frame.troubles = reading.nodes.compactMap { node in
        node.trouble.map { TroubleStatus(node: node.name, text: $0) }
      }
      frame.levels =
        state.levels("capture", reading.levels.capture, seconds: seconds)
        + state.levels("playback", reading.levels.playback, seconds: seconds)
      frame.meters = reading.meters
      frame.events = reading.events
      frame.scheduledItems = reading.timer.waiting
      frame.timer = TimerStatus(reading.timer, next: reading.next, at: reading.nowNanoseconds)
      frame.wake = DurationStatus(reading.wake)
      frame.causes = reading.causes
      frame.loudness = reading.loudness
      let peak = frame.levels.filter { $0.name.hasPrefix("playback") }.map(\.hold).max() ?? 0
      frame.loudness?.peak = Double(peak)
      return frame
    }
  }
}

extension TelemetryPublisher.State {
  fileprivate mutating func load(
    _ counters: UnsafeMutablePointer<LoadCounters>, seconds: Double
  ) -> LoadStatus {
    var status = LoadStatus()
    let busy = rates.growth(
      "busy", Double(counters.pointee.busyNanoseconds.load(ordering: .relaxed)))
    let period = rates.growth(
      "period", Double(counters.pointee.periodNanoseconds.load(ordering: .relaxed)))
    status.now = period > 0 ? busy / period : 0
    status.highest = Double(counters.pointee.highest.load(ordering: .relaxed)) / 1e6
    let recent = Double(counters.pointee.recentHighest.exchange(0, ordering: .relaxed)) / 1e6
    history.add(recent, seconds: seconds)
    status.history = history.values
    return status
  }

  fileprivate mutating func levels(
    _ name: String, _ meter: PeakMeter, seconds: Double
  ) -> [LevelStatus] {
    meter.take().enumerated().map { channel, peak in
      var status = LevelStatus()
      status.name = "\(name)_\(channel + 1)"
      status.peak = peak
      holds[status.name, default: PeakHold()].update(peak: status.peak, seconds: seconds)
      status.hold = holds[status.name]?.value ?? status.peak
      return status
    }
  }
}

extension DriverStatus {
  init(_ driver: any Driver, reason: String) {
    self.init()
    name = driver.name
    device = driver.device
    self.reason = reason
    rate = driver.format.rate
    periodFrames = driver.format.periodFrames
    periods = driver.format.periods
    latencyFrames = driver.playbackLatencyFrames
    xruns = driver.counters.xruns.load(ordering: .relaxed)
    suspends = driver.counters.suspends.load(ordering: .relaxed)
    stalls = driver.counters.stalls.load(ordering: .relaxed)
    faults = driver.counters.faults.load(ordering: .relaxed)
    recoveries = driver.counters.recoveries.load(ordering: .relaxed)
    periodsRun = driver.counters.periods.load(ordering: .relaxed)
  }
}

extension NodeStatus {
  init(_ reading: NodeReading, periodNanoseconds: Double, rates: inout Rates) {
    self.init()
    name = reading.name
    kind = reading.kind
    let runs = rates.growth("node \(name) runs", Double(reading.runs))
    let total = rates.growth("node \(name) time", Double(reading.totalNanoseconds))
    share = runs > 0 ? total / runs / periodNanoseconds : 0
    highestShare = Double(reading.longestNanoseconds) / periodNanoseconds
    lostFrames = reading.lostFrames
    p50Share = Double(reading.times.p50Nanoseconds) / periodNanoseconds
    p99Share = Double(reading.times.p99Nanoseconds) / periodNanoseconds
    late = reading.late
    isCritical = reading.isCritical
    isBypassed = reading.isBypassed
    isSandboxed = reading.isSandboxed
    isLate = reading.isLate
    isMuted = reading.isMuted
    meanNanoseconds =
      reading.runs > 0 ? Double(reading.totalNanoseconds) / Double(reading.runs) : 0
  }
}
