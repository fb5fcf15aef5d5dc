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
  /// Where messages wait; nil as long as none had to.
  private(set) var delay: UnsafeMutablePointer<MIDIDelay>?

  init() {
    let notes = UnsafeMutablePointer<UInt64>.allocate(capacity: MIDILineCore.wordCount)
    unsafe notes.initialize(repeating: 0, count: MIDILineCore.wordCount)
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(to: MIDILineCore(notes: notes))
  }

  deinit {
    if let delay = unsafe delay { unsafe MIDIDelay.destroy(delay) }
    unsafe core.pointee.notes.deallocate()
    unsafe core.deallocate()
  }

  /// Makes room for messages that wait.
  ///
  /// Thread: control; the cycle learns of it by the next plan.
  func makeDelay() { unsafe delay = unsafe delay ?? MIDIDelay.make() }
}

/// The lines of a plan's MIDI connections, in their order.
struct MIDILines: Sendable {
  private(set) var lines: [MIDILine.Key: MIDILine] = [:]

  /// Takes over those that an older plan has too; `delayFrames` tells how much each connection is
  /// delayed.
  init(_ graph: GraphDescription, delayFrames: [Int], keeping older: MIDILines?) {
    for (connection, delayFrames) in zip(graph.midiConnections, delayFrames) {
      let key = MIDILine.Key(connection, in: graph)
      let line = older?.lines[key] ?? MIDILine()
      if delayFrames > 0 { line.makeDelay() }
      lines[key] = line
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
