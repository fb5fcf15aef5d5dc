import CRealtime
import Synchronization
import TestSupport
import WorkQueues

@testable import Graph

/// A driver with an understudy that plays a plan, one period whenever the test asks for one.
final class DeadlineRig: @unchecked Sendable {
  static let frames = 64

  let platform: WorkPlatform
  let queue: WorkQueue
  let player: GraphPlayer
  private(set) var relay: PeriodRelay?
  private let workers: Int
  private let channelCount: Int
  private let requested = Atomic<Int>(0)
  private let committed = Atomic<Int>(0)
  private let outcomes = Locked<[RunOutcome]>([])
  private let playback: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  private let period = UnsafeMutablePointer<rt_period>.allocate(capacity: 1)
  /// The opening's and the closing's own.
  private var rise = HelperRise()
  private(set) var played: [[Float]]
  /// All there were: a thread may be in one when its test has ended.
  private static let kept = Locked<[DeadlineRig]>([])

  /// The work of a period may take 0.85 of `slack`: long enough for a machine that stalls.
  init(
    _ graph: GraphDescription, helpers: Int = 0, slackNanoseconds: Int64 = 250_000_000
  ) throws {
    player = try GraphPlayer(playing: graph)
    channelCount = graph.playbackChannels
    workers = helpers + 1
    platform = try WorkPlatform()
    queue = try platform.makeQueue(named: "audio", kind: .multithreaded(workers: helpers))
    played = [[Float]](repeating: [], count: channelCount)
    playback = .allocate(capacity: max(1, channelCount))
    for channel in 0..<channelCount {
      let buffer = UnsafeMutablePointer<Float>.allocate(capacity: Self.frames)
      buffer.initialize(repeating: .nan, count: Self.frames)
      (playback + channel).initialize(to: buffer)
    }
    period.initialize(to: rt_period())
    period.pointee.frames = UInt32(Self.frames)
    period.pointee.playback = UnsafePointer(playback)
    period.pointee.playback_count = UInt32(channelCount)
    relay = try queue.startPeriods(
      named: "driver", of: device, work: work,
      budget: PeriodBudget(slackNanoseconds: slackNanoseconds, share: 0.75),
      periodNanoseconds: slackNanoseconds)
    Self.kept.withLock { $0.append(self) }
  }

  private var device: DevicePeriod {
    DevicePeriod(
      wait: { DeadlineRig.of($0).wait($1) }, begin: { DeadlineRig.of($0).begin() },
      commit: { context, _ in DeadlineRig.of(context).commit() },
      context: Unmanaged.passUnretained(self).toOpaque())
  }

  private var work: PeriodWork {
    PeriodWork(
      open: { context, period in
        guard let period else { return }
        period.pointee.ticket = DeadlineRig.of(context).open(period)
      },
      function: { _, period in
        guard let period, let ticket = RunTicket(bits: period.pointee.ticket) else { return }
        Executor.perform(ticket)
      },
      close: { DeadlineRig.of($0).close($1, isComplete: $2) },
      context: Unmanaged.passUnretained(self).toOpaque())
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> DeadlineRig {
    guard let context else { preconditionFailure("a callback without its context") }
    return Unmanaged<DeadlineRig>.fromOpaque(context).takeUnretainedValue()
  }

  private func wait(_ due: UnsafeMutablePointer<Int64>?) -> rt_wait_result {
    guard requested.load(ordering: .acquiring) > committed.load(ordering: .relaxed) else {
      _ = rt_sleep_until(rt_now_nanoseconds() + 100_000)
      return rt_wait_again
    }
    due?.pointee = rt_now_nanoseconds()
    return rt_wait_ready
  }

  private func begin() -> UnsafePointer<rt_period>? {
    period.pointee.due_nanoseconds = rt_now_nanoseconds()
    period.pointee.frame_time = UInt64(committed.load(ordering: .relaxed) * Self.frames)
    return UnsafePointer(period)
  }

  private func open(_ period: UnsafePointer<rt_period>) -> UInt {
    player.handle.begin(
      period, queue: queue.handle, workers: workers, rising: &rise
    ).bits
  }

  private func close(_ period: UnsafePointer<rt_period>?, isComplete: Bool) {
    guard let period, let ticket = RunTicket(bits: period.pointee.ticket) else { return }
    let outcome = Executor.close(ticket, period: period, isComplete: isComplete, rising: &rise)
    outcomes.withLock { $0.append(outcome) }
  }

  private func commit() {
    for channel in 0..<channelCount {
      guard let samples = playback[channel] else { continue }
      played[channel] += UnsafeBufferPointer(start: samples, count: Self.frames)
    }
    committed.wrappingAdd(1, ordering: .releasing)
  }

  var plan: Plan { player.plan }

  /// Plays so many periods, and waits for that; returns what became of them.
  @discardableResult
  func play(_ periods: Int) -> [RunOutcome] {
    let before = outcomes.withLock { $0.count }
    let wanted = requested.load(ordering: .relaxed) + periods
    requested.store(wanted, ordering: .releasing)
    let end = rt_now_nanoseconds() + 30_000_000_000
    while committed.load(ordering: .acquiring) < wanted, rt_now_nanoseconds() < end {
      _ = rt_sleep_until(rt_now_nanoseconds() + 100_000)
    }
    return outcomes.withLock { Array($0[before...]) }
  }

  /// Ends the threads; false when one was left behind.
  @discardableResult
  func stop() -> Bool {
    let hasEnded = relay?.stop() ?? true
    platform.shutdown()
    return hasEnded
  }

  func misses(of name: String) -> UInt64 {
    plan.statistics.steps.first { $0.name == name }?.misses ?? 0
  }
}
