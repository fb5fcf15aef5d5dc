// Code and data used in the cycle.
import CJACK
import CRealtime
import Drivers

/// What a cycle brings beside samples: the transport, and MIDI.
struct JACKEvents {
  /// Messages of one port and one period there is room for.
  static var capacity: Int { @_noLocks get { 2_048 } }

  let inputPorts: UnsafeMutableBufferPointer<OpaquePointer>
  let outputPorts: UnsafeMutableBufferPointer<OpaquePointer>
  /// `capacity` messages for each port that captures.
  let messages: UnsafeMutablePointer<rt_midi_event>
  let inputs: UnsafeMutablePointer<rt_midi_input>
  let outputs: UnsafeMutablePointer<rt_midi_output>
  let sinks: UnsafeMutablePointer<JACKMIDISink>
  let place: UnsafeMutablePointer<jack_cycle_place>
  let transport: UnsafeMutablePointer<rt_transport>
  let events: UnsafeMutablePointer<rt_events>
  let buffers: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  let rate: Int
  let counters: CounterHandle

  /// Asks where the transport is, and opens the ports for a cycle of JACK's.
  @_noLocks
  func beginCycle(_ client: OpaquePointer, frames: Int) {
    place.pointee = jack_cycle_transport(client)
    for port in 0..<inputPorts.count {
      buffers[port] = jack_cycle_midi(inputPorts[port], UInt32(frames))
      let lost = jack_cycle_midi_lost(buffers[port])
      if lost > 0 { counters.countDroppedMIDI(Int(lost)) }
    }
    for port in 0..<outputPorts.count {
      let buffer = jack_cycle_midi(outputPorts[port], UInt32(frames))
      jack_cycle_midi_clear(buffer)
      sinks[port].buffer = buffer
    }
  }

  /// Presents the stretch `frames` of JACK's cycle as a period.
  @_noLocks
  func beginPeriod(_ frames: Range<Int>, frameTime: UInt64) {
    events.pointee.frame_time = frameTime
    transport.pointee = place.pointee.transport(after: frames.lowerBound, rate: rate)
    for port in 0..<inputPorts.count { read(port, frames) }
    for port in 0..<outputPorts.count {
      sinks[port].first = UInt32(frames.lowerBound)
      sinks[port].frames = UInt32(frames.count)
    }
  }

  /// Takes no messages any more; a thread that comes too late must not write into another cycle.
  @_noLocks
  func endCycle() {
    for port in 0..<outputPorts.count { sinks[port].buffer = nil }
  }

  /// Lists what a port captured in the stretch `frames`; the bytes stay where JACK has them.
  @_noLocks
  private func read(_ port: Int, _ frames: Range<Int>) {
    let list = messages + port * Self.capacity
    var count = 0
    var message = jack_midi_event_t()
    for index in 0..<jack_cycle_midi_count(buffers[port]) {
      guard jack_cycle_midi_read(buffers[port], index, &message),
        frames.contains(Int(message.time))
      else { continue }
      guard count < Self.capacity else {
        counters.countDroppedMIDI()
        continue
      }
      list[count].frame = message.time - UInt32(frames.lowerBound)
      list[count].byte_count = UInt32(message.size)
      list[count].bytes = UnsafePointer(message.buffer)
      count += 1
    }
    inputs[port].count = UInt32(count)
  }
}

/// Where the messages of one port go that plays.
struct JACKMIDISink {
  /// JACK's buffer, for the length of its cycle.
  var buffer: UnsafeMutableRawPointer?
  /// The stretch of JACK's cycle that is the present period.
  var first: UInt32 = 0
  var frames: UInt32 = 0
  let counters: CounterHandle

  /// Writes a message; counts one that is refused.
  @_noLocks
  func write(_ event: UnsafePointer<rt_midi_event>) -> Bool {
    guard let buffer, let bytes = event.pointee.bytes, event.pointee.frame < frames,
      jack_cycle_midi_write(
        buffer, first + event.pointee.frame, bytes, event.pointee.byte_count)
    else {
      counters.countDroppedMIDI()
      return false
    }
    return true
  }
}

extension jack_cycle_place {
  /// The same some frames later in the cycle.
  @_noLocks
  func transport(after frames: Int, rate: Int) -> rt_transport {
    var transport = rt_transport()
    let later = is_rolling ? frames : 0
    transport.is_rolling = is_rolling
    transport.frame = UInt64(frame) + UInt64(later)
    guard has_tempo, rate > 0 else { return transport }
    transport.has_tempo = true
    transport.beats_per_minute = beats_per_minute
    transport.beats_per_bar = beats_per_bar
    transport.beat_type = beat_type
    let age = Double(tempo_age_frames) + Double(later)
    let beats = Double(beat) - 1 + beat_fraction + age * beats_per_minute / 60 / Double(rate)
    guard beats >= 0, beats < 1e9, beats_per_bar >= 1 else { return transport }
    let bars = Int32(beats / beats_per_bar)
    let rest = max(0, beats - Double(bars) * beats_per_bar)
    let whole = Int32(rest)
    transport.bar = bar &+ bars
    transport.beat = whole + 1
    transport.beat_fraction = rest - Double(whole)
    return transport
  }
}
