import CLilv
import CRealtime
import Plugins
import Synchronization

extension LV2Extras {
  /// Puts what a period brings for these frames of a block into the input sequences.
  @_noLocks
  func feedEvents(_ block: rt_block, from first: Int, frames: Int) {
    guard let events = block.events else {
      return feedPosition(nil, offset: 0, frames: frames)
    }
    // The block may be a part of the period.
    let offset = Int(truncatingIfNeeded: block.frame_time &- events.pointee.frame_time) + first
    feedPosition(events.pointee.transport, offset: offset, frames: frames)
    guard events.pointee.midi_capture_count > 0, let inputs = events.pointee.midi_capture
    else { return }
    feed(inputs[0], offset: offset, frames: frames)
  }

  @_noLocks
  private func feedPosition(
    _ transport: UnsafePointer<rt_transport>?, offset: Int, frames: Int
  ) {
    guard takesPosition,
      let position = state.pointee.teller.news(of: transport, offset: offset, frames: frames)
    else { return }
    let (bytes, byteCount) = positionAtom.write(position)
    for place in 0..<events.count where events[place].takesPosition {
      append(to: place, bytes, byteCount: byteCount, type: types.object, atFrame: 0)
    }
  }

  @_noLocks
  private func feed(_ input: rt_midi_input, offset: Int, frames: Int) {
    guard takesMIDI, let messages = input.events else { return }
    for number in 0..<Int(input.count) {
      let message = messages[number]
      let frame = Int(message.frame) - offset
      guard frame >= 0, frame < frames, let bytes = message.bytes else { continue }
      for place in 0..<events.count where events[place].takesMIDI {
        append(
          to: place, bytes, byteCount: Int(message.byte_count), type: types.midiEvent,
          atFrame: frame)
      }
    }
  }

  /// Adds an event to a port's sequence, or counts it as lost.
  @_noLocks
  private func append(
    to place: Int, _ bytes: UnsafeRawPointer, byteCount: Int, type: LV2_URID, atFrame frame: Int
  ) {
    let sequence = events[place].sequence
    if !sequence.append(bytes, byteCount: byteCount, type: type, atFrame: frame) {
      state.pointee.lostEvents.wrappingAdd(1, ordering: .relaxed)
    }
  }

  /// Hands on the MIDI that the plugin wrote, in the order it wrote it.
  @_noLocks
  func sayMIDI(_ block: rt_block, from first: Int) {
    guard let events = block.events, let ports = events.pointee.midi_playback else { return }
    let offset = Int(truncatingIfNeeded: block.frame_time &- events.pointee.frame_time) + first
    for place in 0..<self.events.count {
      let output = self.events[place].midiOutput
      guard output >= 0, output < Int(events.pointee.midi_playback_count) else { continue }
      say(self.events[place].sequence, to: ports[output], offset: offset)
    }
  }

  @_noLocks
  private func say(_ sequence: AtomSequence, to port: rt_midi_output, offset: Int) {
    guard let write = port.write else { return }
    var reader = sequence.reader(of: types.sequence)
    while let event = reader.next() {
      guard event.type == types.midiEvent else { continue }
      let frame = offset + max(0, Int(truncatingIfNeeded: event.frame))
      var message = rt_midi_event(
        frame: UInt32(clamping: frame), byte_count: UInt32(event.byteCount),
        bytes: event.bytes.assumingMemoryBound(to: UInt8.self))
      guard !rt_call_midi_write(write, port.port, &message) else { continue }
      state.pointee.lostEvents.wrappingAdd(1, ordering: .relaxed)
    }
  }
}
