import CLilv
import Glibc

/// The memory of an atom port that takes or gives a sequence of events.
///
/// Thread: cycle, but for making and freeing.
struct AtomSequence {
  private let sequence: UnsafeMutablePointer<LV2_Atom_Sequence>
  /// The bytes after the atom's header.
  private let capacity: Int

  /// Memory for `capacity` bytes after the atom's header.
  init(capacity: Int) {
    self.capacity = capacity
    let byteCount = MemoryLayout<LV2_Atom>.size + capacity
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 8)
    memset(memory, 0, byteCount)
    sequence = memory.bindMemory(to: LV2_Atom_Sequence.self, capacity: 1)
  }

  /// Frees the memory.
  func deallocate() { UnsafeMutableRawPointer(sequence).deallocate() }

  /// What the plugin's port is connected to.
  var memory: UnsafeMutableRawPointer { @_noLocks get { UnsafeMutableRawPointer(sequence) } }

  /// Becomes a sequence without events, their times in frames.
  @_noLocks
  func clear(as sequenceType: LV2_URID) {
    begin(as: sequenceType, byteCount: MemoryLayout<LV2_Atom_Sequence_Body>.size)
  }

  /// Becomes a buffer that the plugin fills.
  @_noLocks
  func offer(as chunkType: LV2_URID) { begin(as: chunkType, byteCount: capacity) }

  /// Adds an event, none of which is later; false, and nothing added, when there is no room left.
  @_noLocks
  func append(
    _ bytes: UnsafeRawPointer, byteCount: Int, type: LV2_URID, atFrame frame: Int
  ) -> Bool {
    let used = Int(sequence.pointee.atom.size)
    let headerBytes = MemoryLayout<LV2_Atom_Event>.size
    // Events begin at multiples of 8.
    let wanted = (headerBytes + byteCount + 7) & ~7
    guard byteCount <= capacity, used + wanted <= capacity else { return false }
    let place = UnsafeMutableRawPointer(sequence) + MemoryLayout<LV2_Atom>.size + used
    let event = place.assumingMemoryBound(to: LV2_Atom_Event.self)
    event.pointee.time.frames = Int64(frame)
    event.pointee.body.size = UInt32(byteCount)
    event.pointee.body.type = type
    (place + headerBytes).copyMemory(from: bytes, byteCount: byteCount)
    sequence.pointee.atom.size = UInt32(used + wanted)
    return true
  }

  /// How many bytes a plugin wrote, counted from the atom's header; none when that is no sequence.
  @_noLocks
  func writtenBytes(of sequenceType: LV2_URID) -> Int {
    let byteCount = Int(sequence.pointee.atom.size)
    guard sequence.pointee.atom.type == sequenceType, byteCount <= capacity else { return 0 }
    return MemoryLayout<LV2_Atom>.size + byteCount
  }

  @_noLocks
  private func begin(as type: LV2_URID, byteCount: Int) {
    sequence.pointee.atom.type = type
    sequence.pointee.atom.size = UInt32(byteCount)
    sequence.pointee.body.unit = 0
    sequence.pointee.body.pad = 0
  }
}
