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
    let capture = filled(nil as UnsafePointer<Float>?, count: format.captureChannels)
    let playback = filled(nil as UnsafeMutablePointer<Float>?, count: format.playbackChannels)
    var period = rt_period()
    period.capture = UnsafePointer(capture)
    period.playback = UnsafePointer(playback)
    period.capture_count = UInt32(format.captureChannels)
    period.playback_count = UInt32(format.playbackChannels)
    cycle.initialize(
      to: JACKCycle(
        client: client, format: format, counters: CounterHandle(counters),
        capturePorts: copied(ports.capture), playbackPorts: copied(ports.playback),
        capture: capture, playback: playback, period: .make(period)))
    return cycle
  }

  static func destroy(_ cycle: UnsafeMutablePointer<JACKCycle>) {
    cycle.pointee.capturePorts.deallocate()
    cycle.pointee.playbackPorts.deallocate()
    cycle.pointee.capture.deallocate()
    cycle.pointee.playback.deallocate()
    cycle.pointee.period.deallocate()
    cycle.deinitialize(count: 1)
    cycle.deallocate()
  }

  private static func filled<Element>(
    _ element: Element, count: Int
  ) -> UnsafeMutablePointer<Element> {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, count))
    memory.initialize(repeating: element, count: max(1, count))
    return memory
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

extension JACKCycle {
  /// Has JACK call the cycle; false when it refuses.
  static func install(_ cycle: UnsafeMutablePointer<JACKCycle>) -> Bool {
    let client = cycle.pointee.client
    jack_on_shutdown(client, { $0?.cycle.pointee.counters.markLost(.serverGone) }, cycle)
    let xrun: JackXRunCallback = { context in
      context?.cycle.pointee.counters.countXrun()
      return 0
    }
    let rate: JackSampleRateCallback = { rate, context in
      guard let cycle = context?.cycle else { return 0 }
      if Int(rate) != cycle.pointee.format.rate { cycle.pointee.counters.markLost(.rateChanged) }
      return 0
    }
    let thread: JackThreadCallback = { context in
      guard let relay = context?.cycle.pointee.relay else { return nil }
      jack_allow_cancel(false)
      let denormals = rt_denormals_flush()
      relay.run()
      rt_denormals_restore(denormals)
      jack_allow_cancel(true)
      return nil
    }
    let freewheel: JackFreewheelCallback = { isStarting, context in
      context?.cycle.pointee.relay?.setUnhurried(isStarting != 0)
    }
    return installLatency(cycle)
      && jack_set_freewheel_callback(client, freewheel, cycle) == 0
      && jack_set_xrun_callback(client, xrun, cycle) == 0
      && jack_set_sample_rate_callback(client, rate, cycle) == 0
      && jack_set_process_thread(client, thread, cycle) == 0
  }
}
