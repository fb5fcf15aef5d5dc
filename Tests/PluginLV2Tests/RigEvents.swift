import CRealtime

/// What a driver brings beside samples, in memory of its own.
final class RigEvents {
  private let events: UnsafeMutablePointer<rt_events>
  private let place: UnsafeMutablePointer<rt_transport>
  private let inputs: UnsafeMutablePointer<rt_midi_input>
  private let outputs: UnsafeMutablePointer<rt_midi_output>
  private let sinks: UnsafeMutablePointer<Sink>
  private let room: Int
  /// What was said at each output.
  private(set) var said: [[(frame: Int, bytes: [UInt8])]]
  private var messages: [UnsafeMutablePointer<rt_midi_event>] = []
  private var bytes: [UnsafeMutablePointer<UInt8>] = []

  /// Events of the period at `frameTime`; each port has its messages.
  init(
    at frameTime: Int = 0, transport: rt_transport? = nil,
    ports: [[(frame: Int, bytes: [UInt8])]] = [], outputs: Int = 0, room: Int = .max
  ) {
    said = Array(repeating: [], count: outputs)
    self.room = room
    sinks = .allocate(capacity: max(1, outputs))
    self.outputs = .allocate(capacity: max(1, outputs))
    events = .allocate(capacity: 1)
    place = .allocate(capacity: 1)
    place.initialize(to: transport ?? rt_transport())
    inputs = .allocate(capacity: max(1, ports.count))
    events.initialize(to: rt_events())
    events.pointee.frame_time = UInt64(frameTime)
    events.pointee.transport = transport == nil ? nil : UnsafePointer(place)
    events.pointee.midi_capture = ports.isEmpty ? nil : UnsafePointer(inputs)
    events.pointee.midi_capture_count = UInt32(ports.count)
    openOutputs(outputs)
    for (port, list) in ports.enumerated() {
      let memory = UnsafeMutablePointer<rt_midi_event>.allocate(capacity: max(1, list.count))
      for (number, message) in list.enumerated() {
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, message.bytes.count))
        copy.initialize(from: message.bytes, count: message.bytes.count)
        bytes.append(copy)
        (memory + number).initialize(
          to: rt_midi_event(
            frame: UInt32(message.frame), byte_count: UInt32(message.bytes.count), bytes: copy))
      }
      messages.append(memory)
      (inputs + port).initialize(to: rt_midi_input(events: memory, count: UInt32(list.count)))
    }
  }

  deinit {
    for memory in bytes { memory.deallocate() }
    for memory in messages { memory.deallocate() }
    inputs.deallocate()
    outputs.deallocate()
    sinks.deallocate()
    place.deallocate()
    events.deallocate()
  }

  var pointer: UnsafePointer<rt_events> { UnsafePointer(events) }

  private struct Sink {
    unowned(unsafe) let events: RigEvents
    let port: Int
  }

  private func openOutputs(_ count: Int) {
    for port in 0..<count {
      (sinks + port).initialize(to: Sink(events: self, port: port))
      (outputs + port).initialize(
        to: rt_midi_output(
          write: { sink, event in
            guard let sink, let event else { return false }
            let place = sink.assumingMemoryBound(to: Sink.self).pointee
            return place.events.take(event.pointee, place.port)
          }, port: UnsafeMutableRawPointer(sinks + port)))
    }
    events.pointee.midi_playback = UnsafePointer(outputs)
    events.pointee.midi_playback_count = UInt32(count)
  }

  private func take(_ event: rt_midi_event, _ port: Int) -> Bool {
    guard said[port].count < room else { return false }
    let bytes = Array(UnsafeBufferPointer(start: event.bytes, count: Int(event.byte_count)))
    said[port].append((Int(event.frame), bytes))
    return true
  }
}

extension rt_transport {
  /// A transport without a tempo.
  static func at(_ frame: Int, isRolling: Bool = true) -> rt_transport {
    var transport = rt_transport()
    transport.is_rolling = isRolling
    transport.frame = UInt64(frame)
    return transport
  }

  /// The same at so many beats in a minute, at the given place in bars of three quarters.
  func with(_ beatsPerMinute: Double, bar: Int32, beat: Int32, _ fraction: Double) -> rt_transport {
    var transport = self
    transport.has_tempo = true
    transport.beats_per_minute = beatsPerMinute
    transport.beats_per_bar = 3
    transport.beat_type = 4
    transport.bar = bar
    transport.beat = beat
    transport.beat_fraction = fraction
    return transport
  }
}
