// Setup for the cycle; nothing here runs in it.
import CJACK
import CRealtime
import Drivers
import WorkQueues

extension JACKCycle {
  static func make(
    client: OpaquePointer, format: StreamFormat, ports: JACKPorts, counters: DriverCounters
  ) -> UnsafeMutablePointer<JACKCycle> {
    let cycle = UnsafeMutablePointer<JACKCycle>.allocate(capacity: 1)
    let capture = UnsafeMutablePointer<UnsafePointer<Float>?>.make(
      nil, count: format.captureChannels)
    let playback = UnsafeMutablePointer<UnsafeMutablePointer<Float>?>.make(
      nil, count: format.playbackChannels)
    let handle = CounterHandle(counters)
    let events = JACKEvents(ports: ports, rate: format.rate, counters: handle)
    var period = rt_period()
    period.capture = UnsafePointer(capture)
    period.playback = UnsafePointer(playback)
    period.capture_count = UInt32(format.captureChannels)
    period.playback_count = UInt32(format.playbackChannels)
    period.events = UnsafePointer(events.events)
    cycle.initialize(
      to: JACKCycle(
        client: client, format: format, counters: handle,
        capturePorts: copied(ports.capture.handles),
        playbackPorts: copied(ports.playback.handles),
        capture: capture, playback: playback, events: events, period: .make(period)))
    return cycle
  }

  static func destroy(_ cycle: UnsafeMutablePointer<JACKCycle>) {
    cycle.pointee.capturePorts.deallocate()
    cycle.pointee.playbackPorts.deallocate()
    cycle.pointee.capture.deallocate()
    cycle.pointee.playback.deallocate()
    cycle.pointee.events.deallocate()
    cycle.pointee.period.deallocate()
    cycle.deinitialize(count: 1)
    cycle.deallocate()
  }

  private static func copied(_ ports: [OpaquePointer]) -> UnsafeMutablePointer<OpaquePointer> {
    let memory = UnsafeMutablePointer<OpaquePointer>.allocate(capacity: max(1, ports.count))
    for (index, port) in ports.enumerated() { (memory + index).initialize(to: port) }
    return memory
  }

  /// The cycle as a device.
  static func device(_ cycle: UnsafeMutablePointer<JACKCycle>) -> DevicePeriod {
    DevicePeriod(
      wait: { context, due in
        guard let cycle = context?.cycle, let due else { return rt_wait_end }
        return JACKCycle.wait(cycle, due)
      },
      begin: { context in context.flatMap { JACKCycle.begin($0.cycle) } },
      commit: { context, isComplete in
        guard let cycle = context?.cycle else { return }
        JACKCycle.commit(cycle, isComplete: isComplete)
      }, context: cycle)
  }
}

extension UnsafeMutableRawPointer {
  fileprivate var cycle: UnsafeMutablePointer<JACKCycle> {
    assumingMemoryBound(to: JACKCycle.self)
  }
}
