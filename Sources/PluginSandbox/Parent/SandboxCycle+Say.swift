import CRealtime
import Synchronization

extension SandboxCycle {
  /// Hands on the MIDI that the child's plugin said in a block; what is no message is lost.
  @_noLocks
  func say(_ block: rt_block) {
    guard memory.midiOutputs > 0, let events = block.events,
      let ports = events.pointee.midi_playback
    else { return }
    let portCount = min(memory.midiOutputs, Int(events.pointee.midi_playback_count))
    let told = Int(memory.saidCount.pointee.load(ordering: .relaxed))
    for number in 0..<min(told, SandboxMemory.maximumMessages) {
      let message = memory.said[number]
      let (start, byteCount) = (Int(message.start), Int(message.byteCount))
      let isWhole =
        message.port < portCount && byteCount > 0
        && start + byteCount <= SandboxMemory.maximumMessageBytes
      var event = rt_midi_event(
        frame: message.frame, byte_count: message.byteCount,
        bytes: UnsafePointer(memory.saidBytes + (isWhole ? start : 0)))
      let port = isWhole ? ports[Int(message.port)] : rt_midi_output()
      guard let write = port.write, rt_call_midi_write(write, port.port, &event) else {
        lostMessages.wrappingAdd(1, ordering: .relaxed)
        continue
      }
    }
  }

  /// Tells that the plugin is not heard in a block, so that its notes end.
  @_noLocks
  func saySilence(_ block: rt_block) {
    guard memory.midiOutputs > 0, let events = block.events,
      let ports = events.pointee.midi_playback
    else { return }
    let portCount = min(memory.midiOutputs, Int(events.pointee.midi_playback_count))
    var nothing = rt_midi_event()
    for port in 0..<portCount {
      guard let write = ports[port].write else { continue }
      _ = rt_call_midi_write(write, ports[port].port, &nothing)
    }
  }
}
