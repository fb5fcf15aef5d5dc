import CRealtime
import Drivers
import Graph
import WorkQueues

/// A player's periods in three parts, so that one whose work takes too long is closed without it.
struct LateCycle: ~Copyable {
  private let player: GraphPlayerHandle
  private let queue: QueueHandle
  private var rise = HelperRise()

  init(_ player: GraphPlayer, on queue: WorkQueue) {
    self.player = player.handle
    self.queue = queue.handle
  }

  /// What the driver calls.
  static func callback(_ cycle: UnsafeMutablePointer<LateCycle>) -> PeriodCallback {
    PeriodCallback(
      open: { LateCycle.open($0, $1) }, function: { LateCycle.perform($1) },
      close: { LateCycle.close($0, $1, $2) }, context: cycle)
  }

  @_noLocks
  private static func open(
    _ context: UnsafeMutableRawPointer?, _ period: UnsafeMutablePointer<rt_period>?
  ) {
    guard let cycle = context?.assumingMemoryBound(to: LateCycle.self), let period else { return }
    period.pointee.ticket =
      cycle.pointee.player.begin(
        period, queue: cycle.pointee.queue, workers: 1, rising: &cycle.pointee.rise
      ).bits
  }

  @_noLocks
  private static func perform(_ period: UnsafePointer<rt_period>?) {
    guard let period, let ticket = RunTicket(bits: period.pointee.ticket) else { return }
    Executor.perform(ticket)
  }

  @_noLocks
  private static func close(
    _ context: UnsafeMutableRawPointer?, _ period: UnsafePointer<rt_period>?, _ isComplete: Bool
  ) {
    guard let cycle = context?.assumingMemoryBound(to: LateCycle.self), let period,
      let ticket = RunTicket(bits: period.pointee.ticket)
    else { return }
    Executor.close(
      ticket, period: period, isComplete: isComplete, rising: &cycle.pointee.rise)
  }
}
