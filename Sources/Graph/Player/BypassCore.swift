import CRealtime
import Signal

/// What the cycle touches of a bypassed node: each output plays an input, as late as the node would.
///
/// Outputs beyond the inputs play the first inputs again.
@safe
struct BypassCore: BitwiseCopyable {
  /// One ring of `latencyFrames` after the other, for each input that is heard.
  let rings: UnsafeMutablePointer<Float>
  let latencyFrames: Int
  /// Whether it says the MIDI it hears, and where that waits when the node is late.
  let passesMIDI: Bool
  let midi: UnsafeMutablePointer<MIDIDelay>?
  /// The place in each ring of the frame that goes out next, and of the one that comes in.
  private(set) var place = 0

  @_noLocks
  init(
    rings: UnsafeMutablePointer<Float>, latencyFrames: Int, passesMIDI: Bool,
    midi: UnsafeMutablePointer<MIDIDelay>?
  ) {
    unsafe self.rings = unsafe rings
    self.latencyFrames = latencyFrames
    self.passesMIDI = passesMIDI
    unsafe self.midi = unsafe midi
  }

  @_noLocks
  static func process(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
    guard let context = unsafe context, let block = unsafe block else { return }
    unsafe context.assumingMemoryBound(to: BypassCore.self).pointee.process(block)
  }

  @_noLocks
  private mutating func process(_ block: UnsafePointer<rt_block>) {
    let frames = unsafe block.frames
    let inputs = unsafe Int(block.pointee.input_count)
    for channel in 0..<(unsafe Int(block.pointee.output_count)) {
      guard let output = unsafe block.output(channel) else { continue }
      if inputs == 0 {
        unsafe Kernel.clear(output, frames: frames)
      } else if channel < inputs {
        unsafe pass(block.input(channel), channel, to: output, frames: frames)
      } else if let first = unsafe block.output(channel % inputs) {
        unsafe Kernel.copy(first, to: output, frames: frames)
      }
    }
    if passesMIDI, let events = unsafe block.pointee.events { unsafe passMIDI(block, events) }
    if latencyFrames > 0 { place = (place + frames) % latencyFrames }
  }

  /// Each MIDI output says what is heard, as late as the node would.
  @_noLocks
  private func passMIDI(_ block: UnsafePointer<rt_block>, _ events: UnsafePointer<rt_events>) {
    let hears = unsafe events.pointee.midi_capture_count > 0
    let input = unsafe hears ? events.pointee.midi_capture : nil
    let messages = unsafe input?.pointee.events
    let count = unsafe Int(input?.pointee.count ?? 0)
    guard let midi = unsafe midi else { return unsafe say(messages, count: count, events) }
    let begin = unsafe block.pointee.frame_time
    unsafe midi.pointee.begin(at: begin, frames: block.frames)
    for number in 0..<count {
      guard let message = unsafe messages?[number] else { break }
      let time = unsafe events.pointee.frame_time &+ UInt64(message.frame)
      if unsafe midi.pointee.put(message, due: time &+ UInt64(latencyFrames)) { continue }
      // A message without bytes: the node is not heard, and who listens ends what it holds.
      unsafe midi.pointee.clear()
      var nothing = unsafe rt_midi_event()
      unsafe say(&nothing, count: 1, events)
    }
    unsafe midi.pointee.list(
      from: UInt32(truncatingIfNeeded: begin &- events.pointee.frame_time))
    unsafe say(midi.pointee.events, count: midi.pointee.eventCount, events)
  }

  @_noLocks
  private func say(
    _ messages: UnsafePointer<rt_midi_event>?, count: Int, _ events: UnsafePointer<rt_events>
  ) {
    guard let messages = unsafe messages, let ports = unsafe events.pointee.midi_playback else {
      return
    }
    for port in 0..<(unsafe Int(events.pointee.midi_playback_count)) {
      guard let write = unsafe ports[port].write else { continue }
      for number in 0..<count {
        _ = unsafe rt_call_midi_write(write, ports[port].port, messages + number)
      }
    }
  }

  /// Input and output may be the same memory.
  @_noLocks
  private func pass(
    _ input: UnsafePointer<Float>?, _ channel: Int, to output: UnsafeMutablePointer<Float>,
    frames: Int
  ) {
    guard let input = unsafe input else { return unsafe Kernel.clear(output, frames: frames) }
    guard latencyFrames > 0 else {
      if unsafe input != UnsafePointer(output) {
        unsafe Kernel.copy(input, to: output, frames: frames)
      }
      return
    }
    let ring = unsafe rings + channel * latencyFrames
    var (done, place) = (0, place)
    while done < frames {
      let (rest, room) = (frames - done, latencyFrames - place)
      let part = rest < room ? rest : room
      unsafe exchange(input + done, with: ring + place, to: output + done, frames: part)
      done += part
      place = part == room ? 0 : place + part
    }
  }

  @_noLocks
  private func exchange(
    _ input: UnsafePointer<Float>, with ring: UnsafeMutablePointer<Float>,
    to output: UnsafeMutablePointer<Float>, frames: Int
  ) {
    for frame in 0..<frames {
      let sample = unsafe input[frame]
      unsafe output[frame] = ring[frame]
      unsafe ring[frame] = sample
    }
  }
}
