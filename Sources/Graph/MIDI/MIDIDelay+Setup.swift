// Prepares delays for the cycle; never runs in it.
import CRealtime

extension MIDIDelay {
  /// Makes an empty one, each page of which was written.
  static func make() -> UnsafeMutablePointer<MIDIDelay> {
    let messages = UnsafeMutablePointer<DelayedMessage>.allocate(capacity: capacity)
    unsafe messages.initialize(repeating: DelayedMessage(), count: capacity)
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: byteCapacity)
    unsafe bytes.initialize(repeating: 0, count: byteCapacity)
    let events = UnsafeMutablePointer<rt_midi_event>.allocate(capacity: capacity)
    unsafe events.initialize(repeating: rt_midi_event(), count: capacity)
    let delay = UnsafeMutablePointer<MIDIDelay>.allocate(capacity: 1)
    unsafe delay.initialize(to: MIDIDelay(messages: messages, bytes: bytes, events: events))
    return unsafe delay
  }

  static func destroy(_ delay: UnsafeMutablePointer<MIDIDelay>) {
    unsafe delay.pointee.messages.deallocate()
    unsafe delay.pointee.bytes.deallocate()
    unsafe delay.pointee.events.deallocate()
    unsafe delay.deallocate()
  }
}
