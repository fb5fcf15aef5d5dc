import CRealtime

/// MIDI messages that come in in one period.
struct MIDIMessages {
  /// The messages, by frame.
  let messages: [(frame: Int, bytes: [UInt8])]

  /// Notes, a bend, controllers, a program, pressure, a system message and a note off of one period.
  static func mixture(_ turn: Int, frames: Int) -> MIDIMessages {
    let key = UInt8(36 + turn * 7 % 48)
    let all: [[UInt8]] = [
      [0x90, key, 100], [0xe0, 0, UInt8(turn * 5 % 128)],
      [0xb0, UInt8(turn % 128), UInt8(turn * 11 % 128)], [0xd0, 64], [0xa0, key, 32],
      [0xc0, UInt8(turn % 8)], [0xf8], [0xf0, 0x7e, 0x7f, 0x09, 0x01, 0xf7], [0x80, key, 0],
    ]
    return MIDIMessages(
      messages: all.enumerated().map { ($0.offset * frames / all.count, $0.element) })
  }

  /// A key that is pressed at the first frame.
  static var noteOn: MIDIMessages { MIDIMessages(messages: [(0, [0x90, 60, 100])]) }

  /// Calls with the events as a driver has them.
  func withEvents(at frameTime: Int, _ body: (UnsafePointer<rt_events>?) -> Void) {
    let bytes = messages.flatMap(\.bytes)
    bytes.withUnsafeBufferPointer { bytes in
      var first = 0
      let events = messages.map { message in
        defer { first += message.bytes.count }
        return rt_midi_event(
          frame: UInt32(message.frame), byte_count: UInt32(message.bytes.count),
          bytes: bytes.baseAddress.map { $0 + first })
      }
      events.withUnsafeBufferPointer { events in
        var input = rt_midi_input(events: events.baseAddress, count: UInt32(events.count))
        withUnsafePointer(to: &input) { input in
          var all = rt_events()
          all.frame_time = UInt64(frameTime)
          all.midi_capture = input
          all.midi_capture_count = 1
          body(&all)
        }
      }
    }
  }
}
