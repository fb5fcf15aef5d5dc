import CLilv

/// The body of a `time:Position` object: laid out once, so that the cycle only writes its values.
///
/// Its properties have the types the time extension gives them. Thread: cycle, but for making and
/// freeing.
struct PositionAtom {
  /// A head of 16 bytes, and a value of 8.
  private static var propertyBytes: Int { @_noLocks get { 24 } }

  private let memory: UnsafeMutableRawPointer

  /// Lays the object out.
  init(_ map: URIDMap) {
    let properties = [
      (LV2URI.timeFrame, LV2URI.long), (LV2URI.timeSpeed, LV2URI.float),
      (LV2URI.timeBar, LV2URI.long), (LV2URI.timeBarBeat, LV2URI.float),
      (LV2URI.timeBeatUnit, LV2URI.int), (LV2URI.timeBeatsPerBar, LV2URI.float),
      (LV2URI.timeBeatsPerMinute, LV2URI.float),
    ]
    let byteCount = MemoryLayout<LV2_Atom_Object_Body>.size + properties.count * Self.propertyBytes
    memory = .allocate(byteCount: byteCount, alignment: 8)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    memory.storeBytes(
      of: LV2_Atom_Object_Body(id: 0, otype: map.map(LV2URI.timePosition)),
      as: LV2_Atom_Object_Body.self)
    for (place, (key, type)) in properties.enumerated() {
      let head = LV2_Atom_Property_Body(
        key: map.map(key), context: 0,
        value: LV2_Atom(size: type == LV2URI.long ? 8 : 4, type: map.map(type)))
      (memory + Self.offset(place)).storeBytes(of: head, as: LV2_Atom_Property_Body.self)
    }
  }

  /// Frees the memory.
  func deallocate() { memory.deallocate() }

  /// Writes a position; gives the object's body.
  @_noLocks
  func write(_ position: MusicalPosition) -> (bytes: UnsafeRawPointer, byteCount: Int) {
    store(Int64(truncatingIfNeeded: position.frame), at: 0)
    store(position.isRolling ? 1 : 0 as Float, at: 1)
    guard position.hasTempo else { return (UnsafeRawPointer(memory), Self.offset(2)) }
    store(position.bar, at: 2)
    store(Float(position.barBeat), at: 3)
    store(Int32(position.beatUnit), at: 4)
    store(Float(position.beatsPerBar), at: 5)
    store(Float(position.beatsPerMinute), at: 6)
    return (UnsafeRawPointer(memory), Self.offset(7))
  }

  /// Where a property begins, and where all before it end.
  @_noLocks
  private static func offset(_ place: Int) -> Int {
    MemoryLayout<LV2_Atom_Object_Body>.size + place * propertyBytes
  }

  @_noLocks
  private func value(_ place: Int) -> UnsafeMutableRawPointer {
    memory + Self.offset(place) + MemoryLayout<LV2_Atom_Property_Body>.size
  }

  @_noLocks
  private func store(_ number: Int64, at place: Int) {
    value(place).assumingMemoryBound(to: Int64.self).pointee = number
  }

  @_noLocks
  private func store(_ number: Int32, at place: Int) {
    value(place).assumingMemoryBound(to: Int32.self).pointee = number
  }

  @_noLocks
  private func store(_ number: Float, at place: Int) {
    value(place).assumingMemoryBound(to: Float.self).pointee = number
  }
}
