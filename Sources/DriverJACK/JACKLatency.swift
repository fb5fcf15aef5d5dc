// Control side.
import CJACK
import Drivers
import Synchronization

extension JACKCycle {
  /// Has JACK ask how late sound passes through the client; false when it refuses.
  ///
  /// The corresponding C function is `jack_set_latency_callback`.
  static func installLatency(_ cycle: UnsafeMutablePointer<JACKCycle>) -> Bool {
    let latency: JackLatencyCallback = { mode, context in
      context?.assumingMemoryBound(to: JACKCycle.self).pointee.passLatency(mode)
    }
    return jack_set_latency_callback(cycle.pointee.client, latency, cycle) == 0
  }

  /// What is at the ports of one side, and the graph's latency on top, is at those of the other.
  private borrowing func passLatency(_ mode: JackLatencyCallbackMode) {
    let isCapture = mode == JackCaptureLatency
    let inputs = UnsafeBufferPointer(start: capturePorts, count: format.captureChannels)
    let outputs = UnsafeBufferPointer(start: playbackPorts, count: format.playbackChannels)
    var range = Self.range(of: isCapture ? inputs : outputs, mode)
    let frames = graphLatencyFrames.load(ordering: .relaxed)
    range.min += frames
    range.max += frames
    for port in isCapture ? outputs : inputs { jack_port_set_latency_range(port, mode, &range) }
  }

  /// From the earliest to the latest of some ports.
  private static func range(
    of ports: UnsafeBufferPointer<OpaquePointer>, _ mode: JackLatencyCallbackMode
  ) -> jack_latency_range_t {
    let ranges = ports.map { port in
      var range = jack_latency_range_t()
      jack_port_get_latency_range(port, mode, &range)
      return range
    }
    return jack_latency_range_t(
      min: ranges.map(\.min).min() ?? 0, max: ranges.map(\.max).max() ?? 0)
  }
}
