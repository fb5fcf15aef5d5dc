import CLilv

/// Goes through the events a plugin wrote, within the bounds of their buffer.
struct SequenceReader {
  private let bytes: UnsafeRawPointer
  private let end: Int
  private var offset: Int

  /// `end` bytes of events, counted from the atom's header.
  @_noLocks
  init(_ bytes: UnsafeRawPointer, end: Int) {
    self.bytes = bytes
    self.end = end
    offset = MemoryLayout<LV2_Atom_Sequence>.size
  }

  /// The next event; nil behind the last, or where one is not whole.
  @_noLocks
  mutating func next() -> (
    frame: Int64, type: LV2_URID, bytes: UnsafeRawPointer, byteCount: Int
  )? {
    let headBytes = MemoryLayout<LV2_Atom_Event>.size
    guard offset + headBytes <= end else { return nil }
    let event = (bytes + offset).assumingMemoryBound(to: LV2_Atom_Event.self).pointee
    let byteCount = Int(event.body.size)
    guard offset + headBytes + byteCount <= end else { return nil }
    defer { offset += (headBytes + byteCount + 7) & ~7 }
    return (event.time.frames, event.body.type, bytes + offset + headBytes, byteCount)
  }
}

extension AtomSequence {
  /// What a plugin wrote; nothing when that is no sequence.
  @_noLocks
  func reader(of sequenceType: LV2_URID) -> SequenceReader {
    SequenceReader(UnsafeRawPointer(memory), end: writtenBytes(of: sequenceType))
  }
}
