// Control side.
import CJACK
import Drivers
import Synchronization

extension JACKClient {
  /// Has JACK ask how late sound passes through the client; false when it refuses.
  ///
  /// The corresponding C function is `jack_set_latency_callback`.
  func installLatency(_ context: UnsafeMutableRawPointer) -> Bool {
    let latency: JackLatencyCallback = { mode, context in
      JACKClient.at(context)?.passLatency(mode)
    }
    return jack_set_latency_callback(handle, latency, context) == 0
  }

  /// What is at the ports of one side, and the graph's latency on top, is at those of the other.
  private func passLatency(_ mode: JackLatencyCallbackMode) {
    let isCapture = mode == JackCaptureLatency
    var range = Self.range(of: isCapture ? ports.inputs : ports.outputs, mode)
    let frames = notes.graphLatencyFrames.load(ordering: .relaxed)
    range.min += frames
    range.max += frames
    for port in isCapture ? ports.outputs : ports.inputs {
      jack_port_set_latency_range(port, mode, &range)
    }
    if !isCapture { notePlaybackLatency() }
  }

  /// Frames from the furthest playback port to the loudspeaker.
  func notePlaybackLatency() {
    let range = Self.range(of: ports.playback.handles, JackPlaybackLatency)
    notes.playbackLatencyFrames.store(Int(range.max), ordering: .relaxed)
  }

  /// From the earliest to the latest of some ports; those that lead nowhere have none.
  private static func range(
    of ports: [OpaquePointer], _ mode: JackLatencyCallbackMode
  ) -> jack_latency_range_t {
    let ranges = ports.filter { jack_port_connected($0) > 0 }.map { port in
      var range = jack_latency_range_t()
      jack_port_get_latency_range(port, mode, &range)
      return range
    }
    return jack_latency_range_t(
      min: ranges.map(\.min).min() ?? 0, max: ranges.map(\.max).max() ?? 0)
  }
}
