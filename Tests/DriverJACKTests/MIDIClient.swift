import CJACK
import Synchronization

/// A client that sends each message together with a sample, and notes where both come back.
final class MIDIClient: PortClient, @unchecked Sendable {
  /// Where a message or a sample came back, in frames since the start.
  struct Arrival: Hashable {
    var frame: Int
    var number: Int
  }

  private let capacity = 200_000
  private let messages: UnsafeMutablePointer<Arrival>
  private let samples: UnsafeMutablePointer<Arrival>
  private let messageCount = Atomic<Int>(0)
  private let sampleCount = Atomic<Int>(0)
  private var frame = 0
  private var next = 1
  private var random: UInt32 = 1

  init?(server: String) {
    messages = .allocate(capacity: capacity)
    samples = .allocate(capacity: capacity)
    super.init(
      "midi", server: server,
      ports: [
        ("send", JACK_DEFAULT_MIDI_TYPE, JackPortIsOutput),
        ("send_audio", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput),
        ("hear", JACK_DEFAULT_MIDI_TYPE, JackPortIsInput),
        ("hear_audio", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput),
      ])
    begin()
  }

  deinit {
    leave()
    messages.deallocate()
    samples.deallocate()
  }

  /// Messages that have come back.
  var heardMessages: [Arrival] {
    Array(UnsafeBufferPointer(start: messages, count: messageCount.load(ordering: .acquiring)))
  }

  /// Samples that have come back.
  var heardSamples: [Arrival] {
    Array(UnsafeBufferPointer(start: samples, count: sampleCount.load(ordering: .acquiring)))
  }

  override func process(_ frames: UInt32) {
    hear(frames)
    send(frames)
    frame += Int(frames)
  }

  private func hear(_ frames: UInt32) {
    guard let buffer = jack_cycle_midi(ports[2], frames),
      let audio = jack_cycle_samples(ports[3], frames)
    else { return }
    var event = jack_midi_event_t()
    var index = messageCount.load(ordering: .relaxed)
    for number in 0..<jack_cycle_midi_count(buffer)
    where index < capacity && jack_cycle_midi_read(buffer, number, &event) {
      let bytes = event.buffer
      let value = event.size == 4 ? Int(bytes?[1] ?? 0) << 14 | Int(bytes?[2] ?? 0) << 7 : 0
      (messages + index).initialize(
        to: Arrival(frame: frame + Int(event.time), number: value | Int(bytes?[3] ?? 0)))
      index += 1
    }
    messageCount.store(index, ordering: .releasing)
    index = sampleCount.load(ordering: .relaxed)
    for offset in 0..<Int(frames) where audio[offset] != 0 && index < capacity {
      (samples + index).initialize(to: Arrival(frame: frame + offset, number: Int(audio[offset])))
      index += 1
    }
    sampleCount.store(index, ordering: .releasing)
  }

  /// Some messages at changing frames, the first and last of the cycle among them.
  private func send(_ frames: UInt32) {
    guard let buffer = jack_cycle_midi(ports[0], frames),
      let audio = jack_cycle_samples(ports[1], frames)
    else { return }
    jack_cycle_midi_clear(buffer)
    audio.update(repeating: 0, count: Int(frames))
    var offset: UInt32 = random & 1
    while offset < frames {
      // Seven bits in a byte, as in a message of exclusive kind.
      let bytes = [0xF0, UInt8(next >> 14 & 127), UInt8(next >> 7 & 127), UInt8(next & 127)]
      if jack_cycle_midi_write(buffer, offset, bytes, 4) {
        audio[Int(offset)] = Float(next)
        next += 1
      }
      random = random &* 1_664_525 &+ 1_013_904_223
      offset = offset == frames - 1 ? frames : min(offset + 1 + random >> 25, frames - 1)
    }
  }
}
