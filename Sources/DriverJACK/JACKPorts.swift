// Control side.
import CJACK
import Drivers

/// The driver's own ports.
struct JACKPorts: @unchecked Sendable {
  /// One kind of port, in order.
  struct Side: @unchecked Sendable {
    let kind: JACKPortKind
    fileprivate(set) var handles: [OpaquePointer] = []
    /// What they are called, without the client's name.
    fileprivate(set) var names: [String] = []
  }

  let capture: Side
  let playback: Side
  let midiCapture: Side
  let midiPlayback: Side

  /// All sides.
  var sides: [Side] { [capture, playback, midiCapture, midiPlayback] }
  /// What sound and messages come in through.
  var inputs: [OpaquePointer] { capture.handles + midiCapture.handles }
  /// What they go out through.
  var outputs: [OpaquePointer] { playback.handles + midiPlayback.handles }

  /// Registers all ports.
  init(
    client: OpaquePointer, request: StreamRequest, names: PortNames
  ) throws(DriverError) {
    func side(
      _ kind: JACKPortKind, _ names: [String], _ count: Int
    ) throws(DriverError) -> Side {
      var side = Side(kind: kind)
      side.names = kind.names(names, count: count)
      for name in side.names { side.handles.append(try kind.register(name, with: client)) }
      return side
    }
    capture = try side(.capture, names.capture, request.captureChannels)
    playback = try side(.playback, names.playback, request.playbackChannels)
    midiCapture = try side(.midiCapture, names.midiCapture, request.midiCapturePorts)
    midiPlayback = try side(.midiPlayback, names.midiPlayback, request.midiPlaybackPorts)
  }
}

/// What goes through a port, and which way.
enum JACKPortKind: Sendable, CaseIterable {
  case capture, playback, midiCapture, midiPlayback

  /// Whether it takes what others send.
  var isInput: Bool { self == .capture || self == .midiCapture }
  /// Whether it carries messages, not samples.
  var isMIDI: Bool { self == .midiCapture || self == .midiPlayback }
  /// JACK's name for what it carries.
  var type: String { isMIDI ? JACK_DEFAULT_MIDI_TYPE : JACK_DEFAULT_AUDIO_TYPE }

  /// What names of their own begin with.
  private var prefix: String { (isMIDI ? "midi_" : "") + (isInput ? "in_" : "out_") }

  /// The names that were given, and numbered ones for the rest.
  func names(_ given: [String], count: Int) -> [String] {
    given.prefix(count) + (min(count, given.count)..<count).map { "\(prefix)\($0 + 1)" }
  }

  fileprivate func register(
    _ name: String, with client: OpaquePointer
  ) throws(DriverError) -> OpaquePointer {
    let flags = UInt((isInput ? JackPortIsInput : JackPortIsOutput).rawValue)
    guard let port = jack_port_register(client, name, type, flags, 0) else {
      throw DriverError(.failed, "JACK refused port \(name); it may have no ports left")
    }
    return port
  }
}
