// Control side.

/// Owns a line between a source of MIDI and a listener, which a plan takes over from the one before.
@safe
final class MIDILine: @unchecked Sendable {
  /// What makes two lines the same: their ends, by the identity of the nodes.
  struct Key: Hashable {
    let source: DelayLine.Key.End
    let destination: DelayLine.Key.End
  }

  let core: UnsafeMutablePointer<MIDILineCore>

  init() {
    let notes = UnsafeMutablePointer<UInt64>.allocate(capacity: MIDILineCore.wordCount)
    unsafe notes.initialize(repeating: 0, count: MIDILineCore.wordCount)
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(to: MIDILineCore(notes: notes))
  }

  deinit {
    unsafe core.pointee.notes.deallocate()
    unsafe core.deallocate()
  }
}

/// The lines of a plan's MIDI connections, in their order.
struct MIDILines: Sendable {
  private(set) var lines: [MIDILine.Key: MIDILine] = [:]

  /// Takes over those that an older plan has too.
  init(_ graph: GraphDescription, keeping older: MIDILines?) {
    for connection in graph.midiConnections {
      let key = MIDILine.Key(connection, in: graph)
      lines[key] = older?.lines[key] ?? MIDILine()
    }
  }

  func line(of connection: MIDIConnection, in graph: GraphDescription) -> MIDILine {
    lines[MIDILine.Key(connection, in: graph)] ?? MIDILine()
  }

  /// Has listeners that stay be told the end of what they hold by the sources of older lines.
  ///
  /// Thread: control, while no cycle uses either.
  func end(whatIsHeldBy older: MIDILines) {
    for (key, line) in older.lines {
      guard let heir = lines.first(where: { $0.key.destination == key.destination })?.value,
        heir !== line
      else { continue }
      unsafe heir.core.pointee.take(line.core.pointee)
    }
  }
}

extension MIDILine.Key {
  init(_ connection: MIDIConnection, in graph: GraphDescription) {
    source = DelayLine.Key.end(connection.source, in: graph)
    destination = DelayLine.Key.end(connection.destination, in: graph)
  }
}
