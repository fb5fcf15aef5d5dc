import CRealtime
import Graph

/// A message at a frame counted from the beginning.
struct MIDINote: Hashable, CustomStringConvertible {
  let frame: Int
  let bytes: [UInt8]

  init(_ frame: Int, _ bytes: UInt8...) { self.init(frame, bytes: bytes) }

  init(_ frame: Int, bytes: [UInt8]) {
    self.frame = frame
    self.bytes = bytes
  }

  static func on(_ frame: Int, _ note: UInt8, channel: UInt8 = 0) -> MIDINote {
    MIDINote(frame, 0x90 | channel, note, 100)
  }

  static func off(_ frame: Int, _ note: UInt8, channel: UInt8 = 0) -> MIDINote {
    MIDINote(frame, 0x80 | channel, note, 64)
  }

  var description: String { "\(frame):\(bytes)" }
}

/// A node that says what a test gives it, and keeps what it hears.
final class MIDIStation: @unchecked Sendable {
  /// What it is to say, by frames.
  var script: [MIDINote]
  /// Whether it says what it hears, these half tones higher.
  var transposition: UInt8?
  private(set) var heard: [MIDINote] = []
  private(set) var refused = 0
  /// Whether it says that it is not heard.
  var isSilenced = false
  /// What it plays at its outputs.
  var sample: Float = 0
  let outputCount: Int

  init(_ script: [MIDINote] = [], transposing transposition: UInt8? = nil, outputCount: Int = 1) {
    self.script = script
    self.transposition = transposition
    self.outputCount = outputCount
  }

  func graphNode(_ name: String, state: NodeState = NodeState(), channels: Int = 1) -> GraphNode {
    var node = GraphNode(
      name: name,
      process: { context, block in
        guard let context, let block else { return }
        Unmanaged<MIDIStation>.fromOpaque(context)._withUnsafeGuaranteedRef {
          $0.process(block.pointee)
        }
      },
      context: Unmanaged.passUnretained(self).toOpaque(), inputCount: channels,
      outputCount: channels, owner: self, state: state)
    node.takesMIDI = true
    node.midiOutputCount = outputCount
    return node
  }

  private func process(_ block: rt_block) {
    for channel in 0..<Int(block.output_count) {
      block.outputs[channel]?.update(repeating: sample, count: Int(block.frames))
    }
    guard let events = block.events?.pointee else { return }
    let base = Int(events.frame_time)
    if events.midi_capture_count > 0 {
      for index in 0..<Int(events.midi_capture[0].count) {
        let event = events.midi_capture[0].events[index]
        let bytes = Array(UnsafeBufferPointer(start: event.bytes, count: Int(event.byte_count)))
        let note = MIDINote(base + Int(event.frame), bytes: bytes)
        heard.append(note)
        if let transposition, bytes.count == 3 {
          say(MIDINote(note.frame, bytes[0], bytes[1] + transposition, bytes[2]), events)
        }
      }
    }
    if isSilenced {
      var nothing = rt_midi_event()
      _ = events.midi_playback[0].write(events.midi_playback[0].port, &nothing)
    }
    let begin = Int(block.frame_time)
    for note in script where (begin..<begin + Int(block.frames)).contains(note.frame) {
      say(note, events)
    }
  }

  private func say(_ note: MIDINote, _ events: rt_events) {
    note.bytes.withUnsafeBufferPointer { bytes in
      var event = rt_midi_event(
        frame: UInt32(note.frame - Int(events.frame_time)), byte_count: UInt32(bytes.count),
        bytes: bytes.baseAddress)
      for port in 0..<Int(events.midi_playback_count) {
        guard let write = events.midi_playback[port].write else { continue }
        if !write(events.midi_playback[port].port, &event) { refused += 1 }
      }
    }
  }
}

/// A device's MIDI ports, which capture what a test gives them and keep what is played.
final class MIDIDevice {
  var script: [[MIDINote]]
  private(set) var played: [[MIDINote]]
  private let events: UnsafeMutablePointer<rt_events>
  private let outputs: UnsafeMutablePointer<rt_midi_output>
  private let inputs: UnsafeMutablePointer<rt_midi_input>
  private let sinks: UnsafeMutablePointer<Sink>
  private var memory: [UnsafeMutableRawPointer] = []

  private struct Sink {
    unowned(unsafe) let device: MIDIDevice
    let port: Int
  }

  init(capture script: [[MIDINote]] = [], playback: Int = 0) {
    self.script = script
    played = Array(repeating: [], count: playback)
    events = .allocate(capacity: 1)
    outputs = .allocate(capacity: max(1, playback))
    inputs = .allocate(capacity: max(1, script.count))
    sinks = .allocate(capacity: max(1, playback))
    for port in 0..<playback {
      (sinks + port).initialize(to: Sink(device: self, port: port))
      (outputs + port).initialize(
        to: rt_midi_output(
          write: { sink, event in
            guard let sink, let event else { return false }
            let place = sink.assumingMemoryBound(to: Sink.self).pointee
            place.device.take(event.pointee, place.port)
            return true
          }, port: UnsafeMutableRawPointer(sinks + port)))
    }
    events.initialize(to: rt_events())
    events.pointee.midi_playback = UnsafePointer(outputs)
    events.pointee.midi_playback_count = UInt32(playback)
  }

  deinit {
    memory.forEach { $0.deallocate() }
    events.deallocate()
    outputs.deallocate()
    inputs.deallocate()
    sinks.deallocate()
  }

  /// What the period from a frame on brings.
  func period(at frame: UInt64, frames: Int) -> UnsafePointer<rt_events> {
    memory.forEach { $0.deallocate() }
    memory = []
    for (port, notes) in script.enumerated() {
      let now = notes.filter { (Int(frame)..<Int(frame) + frames).contains($0.frame) }
      let list = UnsafeMutablePointer<rt_midi_event>.allocate(capacity: max(1, now.count))
      memory.append(UnsafeMutableRawPointer(list))
      for (index, note) in now.enumerated() {
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: note.bytes.count)
        bytes.initialize(from: note.bytes, count: note.bytes.count)
        memory.append(UnsafeMutableRawPointer(bytes))
        list[index] = rt_midi_event(
          frame: UInt32(note.frame - Int(frame)), byte_count: UInt32(note.bytes.count),
          bytes: bytes)
      }
      (inputs + port).initialize(to: rt_midi_input(events: list, count: UInt32(now.count)))
    }
    events.pointee.frame_time = frame
    events.pointee.midi_capture = UnsafePointer(inputs)
    events.pointee.midi_capture_count = UInt32(script.count)
    return UnsafePointer(events)
  }

  fileprivate func take(_ event: rt_midi_event, _ port: Int) {
    let bytes = Array(UnsafeBufferPointer(start: event.bytes, count: Int(event.byte_count)))
    played[port].append(MIDINote(Int(events.pointee.frame_time) + Int(event.frame), bytes: bytes))
  }
}

extension PlayerRunner {
  /// Plays periods of these lengths, with what a device brings.
  func play(_ player: GraphPlayer, _ lengths: [Int], device: MIDIDevice? = nil) {
    for frames in lengths {
      events = device?.period(at: frameTime, frames: frames)
      _ = play(player.handle, frames: frames)
      player.advance()
    }
  }
}
