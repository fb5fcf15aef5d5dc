import CRealtime
import Synchronization

extension SandboxCycle {
  /// Copies what a block brings into the memory of the node.
  @_noLocks
  func give(_ block: rt_block) {
    let byteCount = Int(block.frames) * 4
    for place in 0..<inputCount {
      let samples = UnsafeMutableRawPointer(memory.input(place))
      if let input = block.inputs[place] {
        samples.copyMemory(from: input, byteCount: byteCount)
      } else {
        memory.input(place).update(repeating: 0, count: Int(block.frames))
      }
    }
    memory.call.pointee.frames = block.frames
    memory.call.pointee.frameTime = block.frame_time
    memory.call.pointee.messageCount = 0
    memory.call.pointee.hasTransport = false
    memory.call.pointee.hasEvents = block.events != nil
    if let events = block.events { give(events.pointee) }
  }

  @_noLocks
  private func give(_ events: rt_events) {
    memory.call.pointee.eventsTime = events.frame_time
    if let transport = events.transport {
      memory.call.pointee.hasTransport = true
      memory.call.pointee.transport = transport.pointee
    }
    if events.midi_capture_count > 0, let ports = events.midi_capture { give(ports[0]) }
  }

  @_noLocks
  private func give(_ port: rt_midi_input) {
    guard let messages = port.events else { return }
    var start = 0
    var count = 0
    for number in 0..<Int(port.count) {
      let message = messages[number]
      let byteCount = Int(message.byte_count)
      guard let bytes = message.bytes, count < SandboxMemory.maximumMessages,
        start + byteCount <= SandboxMemory.maximumMessageBytes
      else {
        lostMessages.wrappingAdd(1, ordering: .relaxed)
        continue
      }
      UnsafeMutableRawPointer(memory.messageBytes + start)
        .copyMemory(from: bytes, byteCount: byteCount)
      memory.messages[count].frame = message.frame
      memory.messages[count].start = UInt32(start)
      memory.messages[count].byteCount = message.byte_count
      start += byteCount
      count += 1
    }
    memory.call.pointee.messageCount = UInt32(count)
  }
}
