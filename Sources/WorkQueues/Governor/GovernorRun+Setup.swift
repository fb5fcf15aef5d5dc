// Prepares the governor's thread; never runs on it.
import Realtime

extension GovernorRun {
  static func make(_ core: UnsafeMutablePointer<GovernorCore>) -> UnsafeMutablePointer<GovernorRun>
  {
    let seen = UnsafeMutablePointer<SeenThread>.allocate(capacity: GovernorCore.slotCount)
    unsafe seen.initialize(repeating: SeenThread(), count: GovernorCore.slotCount)
    let run = UnsafeMutablePointer<GovernorRun>.allocate(capacity: 1)
    unsafe run.initialize(
      to: GovernorRun(
        core: core, seen: seen,
        cycle: GovernorCycle(
          cpuCount: core.pointee.cpuCount,
          responsivenessPercent: core.pointee.responsivenessPercent, now: Clock.now())))
    return unsafe run
  }

  /// Gives back what `make` made; its thread has ended.
  static func destroy(_ run: UnsafeMutablePointer<GovernorRun>) {
    unsafe run.pointee.seen.deallocate()
    unsafe run.deinitialize(count: 1)
    unsafe run.deallocate()
  }
}
