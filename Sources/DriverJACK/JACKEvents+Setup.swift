// Setup for the cycle; nothing here runs in it.
import CJACK
import CRealtime
import Drivers

extension JACKEvents {
  /// Makes room for what a cycle brings.
  init(ports: JACKPorts, rate: Int, counters: CounterHandle) {
    self.rate = rate
    self.counters = counters
    let (inputCount, outputCount) = (
      ports.midiCapture.handles.count, ports.midiPlayback.handles.count
    )
    inputPorts = .allocate(capacity: inputCount)
    _ = inputPorts.initialize(from: ports.midiCapture.handles)
    outputPorts = .allocate(capacity: outputCount)
    _ = outputPorts.initialize(from: ports.midiPlayback.handles)
    messages = .make(rt_midi_event(), count: inputCount * Self.capacity)
    inputs = .make(rt_midi_input(), count: inputCount)
    for port in 0..<inputCount {
      inputs[port].events = UnsafePointer(messages + port * Self.capacity)
    }
    sinks = .make(JACKMIDISink(counters: counters), count: outputCount)
    outputs = .make(rt_midi_output(), count: outputCount)
    buffers = .make(nil, count: inputCount)
    place = .make(jack_cycle_place())
    transport = .make(rt_transport())
    events = .make(rt_events())
    fill(inputCount, outputCount)
  }

  private func fill(_ inputCount: Int, _ outputCount: Int) {
    for port in 0..<outputCount {
      outputs[port].port = UnsafeMutableRawPointer(sinks + port)
      outputs[port].write = { sink, event in
        guard let sink, let event else { return false }
        return sink.assumingMemoryBound(to: JACKMIDISink.self).pointee.write(event)
      }
    }
    events.pointee.transport = UnsafePointer(transport)
    events.pointee.midi_capture = UnsafePointer(inputs)
    events.pointee.midi_playback = UnsafePointer(outputs)
    events.pointee.midi_capture_count = UInt32(inputCount)
    events.pointee.midi_playback_count = UInt32(outputCount)
  }

  /// Gives the memory back.
  func deallocate() {
    inputPorts.deallocate()
    outputPorts.deallocate()
    messages.deallocate()
    inputs.deallocate()
    sinks.deallocate()
    outputs.deallocate()
    buffers.deallocate()
    place.deallocate()
    transport.deallocate()
    events.deallocate()
  }
}

extension UnsafeMutablePointer {
  /// Memory of its own for `count` times the same.
  static func make(_ element: Pointee, count: Int = 1) -> UnsafeMutablePointer {
    let memory = UnsafeMutablePointer.allocate(capacity: max(1, count))
    memory.initialize(repeating: element, count: max(1, count))
    return memory
  }
}
