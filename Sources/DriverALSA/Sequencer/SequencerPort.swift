// Control side.
import CALSA
import Drivers
import Foundation

/// The port others send to, and the queue by whose time the kernel stamps what they send.
///
/// Thread: one at a time.
final class SequencerPort {
  let client: Int
  private let sequencer: OpaquePointer
  private let number: CInt
  private let queue: CInt
  private let decoder: OpaquePointer

  /// Makes a port of an open client.
  init(of sequencer: OpaquePointer) throws(DriverError) {
    self.sequencer = sequencer
    client = Int(snd_seq_client_id(sequencer))
    queue = try ALSALibrary.check("making a queue", "the ALSA sequencer") {
      snd_seq_alloc_queue(sequencer)
    }
    let queue = queue
    number = try ALSALibrary.check("making a port", "the ALSA sequencer") {
      sequencer_make_port(sequencer, "midi_in", queue)
    }
    var decoder: OpaquePointer?
    try ALSALibrary.check("making a decoder", "the ALSA sequencer") {
      snd_midi_event_new(16, &decoder)
    }
    guard let decoder else { throw DriverError(.failed, "the ALSA sequencer has no decoder") }
    self.decoder = decoder
    snd_midi_event_no_status(decoder, 1)
    sequencer_start_queue(sequencer, queue)
  }

  deinit { snd_midi_event_free(decoder) }

  /// Has the sequencer tell of ports that come and go.
  func hearAnnouncements() {
    snd_seq_connect_from(
      sequencer, number, CInt(SND_SEQ_CLIENT_SYSTEM), CInt(SND_SEQ_PORT_SYSTEM_ANNOUNCE))
  }

  /// Connects another port to it; false when that refuses, or is connected already.
  func connect(from other: SequencerAddress) -> Bool {
    snd_seq_connect_from(sequencer, number, CInt(other.client), CInt(other.port)) >= 0
  }

  /// What has to be added to the queue's time for CLOCK_MONOTONIC, in nanoseconds.
  func queueOffset() -> Int64 { sequencer_queue_offset(sequencer, queue) }

  /// The messages of an event, several for a fine or numbered controller; none for what is no MIDI,
  /// nil for what is too long.
  func decode(_ event: UnsafeMutablePointer<snd_seq_event_t>) -> [ArraySlice<UInt8>]? {
    if Int(event.pointee.type) == Int(SND_SEQ_EVENT_SYSEX.rawValue) { return nil }
    // The longest is a numbered controller: four messages.
    var bytes = [UInt8](repeating: 0, count: 4 * MIDIFeed.longestMessage)
    let count = snd_midi_event_decode(decoder, &bytes, bytes.count, event)
    return stride(from: 0, to: max(0, count), by: MIDIFeed.longestMessage).map { start in
      bytes[start..<min(start + MIDIFeed.longestMessage, count)]
    }
  }
}

/// A port of the sequencer.
struct SequencerAddress: Equatable {
  let client: Int
  let port: Int
  /// `CLIENT:PORT`, by their names.
  let name: String

  /// A port that can be read from; nil when it is none.
  init?(client: Int, port: Int, of sequencer: OpaquePointer) {
    var text = [CChar](repeating: 0, count: 256)
    guard sequencer_readable_name(sequencer, CInt(client), CInt(port), &text, text.count) else {
      return nil
    }
    self.client = client
    self.port = port
    name = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Every port that can be read from.
  static func readable(of sequencer: OpaquePointer) -> [SequencerAddress] {
    var found: [SequencerAddress] = []
    var (client, port) = (CInt(-1), CInt(-1))
    while sequencer_next_port(sequencer, &client, &port) {
      SequencerAddress(client: Int(client), port: Int(port), of: sequencer).map { found.append($0) }
    }
    return found
  }
}
