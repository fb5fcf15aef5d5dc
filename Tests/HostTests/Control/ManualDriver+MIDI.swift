import CRealtime
import Drivers

@testable import Host

extension ManualDriver {
  /// Performs a period with these messages, one list to a port; gives what was played.
  @discardableResult
  func step(
    midi: [[(frame: UInt32, bytes: [UInt8])]], capture: [[Float]] = [],
    transport: TransportPlace? = nil
  ) -> [[Float]] {
    var memory: [UnsafeMutableRawPointer] = []
    defer { for memory in memory { memory.deallocate() } }
    func keep<T>(_ values: [T]) -> UnsafePointer<T> {
      let copy = UnsafeMutablePointer<T>.allocate(capacity: max(1, values.count))
      copy.initialize(from: values, count: values.count)
      memory.append(UnsafeMutableRawPointer(copy))
      return UnsafePointer(copy)
    }
    var events = rt_events()
    if let transport { events.transport = keep([transport.transport]) }
    events.midi_capture = keep(
      midi.map { messages in
        rt_midi_input(
          events: keep(
            messages.map {
              rt_midi_event(
                frame: $0.frame, byte_count: UInt32($0.bytes.count), bytes: keep($0.bytes))
            }), count: UInt32(messages.count))
      })
    events.midi_capture_count = UInt32(midi.count)
    return step(capture: capture, events: keep([events]))
  }
}
