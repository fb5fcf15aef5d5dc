import CRealtime

/// What a node says at one MIDI output in a part of a period; others read it once the node is done.
///
/// Thread: cycle; written by the thread that performs the node.
@safe
struct MIDIBuffer: BitwiseCopyable {
  /// Messages there is room for.
  static var capacity: Int { @_noLocks get { 512 } }
  /// Bytes of all messages.
  static var byteCapacity: Int { @_noLocks get { 8192 } }

  let events: UnsafeMutablePointer<rt_midi_event>
  let bytes: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var byteCount = 0
  /// The first and the last frame of the part, counted as those of the messages are.
  private var first: UInt32 = 0
  private var last: UInt32 = 0
  /// Whether the node did not say that it is not heard.
  private var isHeard = true
  /// The part, as `PlanCore.part` counts, that it holds the messages of, all of which may be heard.
  private(set) var part: UInt64 = 0

  @_noLocks
  init(events: UnsafeMutablePointer<rt_midi_event>, bytes: UnsafeMutablePointer<UInt8>) {
    unsafe self.events = unsafe events
    unsafe self.bytes = unsafe bytes
  }

  /// Becomes empty, for so many frames from one on.
  @_noLocks
  mutating func begin(at frame: UInt32, frames: Int) {
    count = 0
    byteCount = 0
    first = frame
    last = frames > 0 ? frame &+ UInt32(truncatingIfNeeded: frames - 1) : frame
    part = 0
    isHeard = true
  }

  /// Lets others hear it.
  @_noLocks
  mutating func publish(part: UInt64) {
    if isHeard { self.part = part }
  }

  /// Takes a message, not before the one before it and not beyond the part; false when there is no
  /// room left.
  @_noLocks
  mutating func write(_ event: UnsafePointer<rt_midi_event>) -> Bool {
    let size = unsafe Int(event.pointee.byte_count)
    guard let source = unsafe event.pointee.bytes else {
      isHeard = false
      return true
    }
    guard size > 0, count < Self.capacity,
      size <= Self.byteCapacity - byteCount
    else { return false }
    let room = unsafe bytes + byteCount
    unsafe UnsafeMutableRawPointer(room).copyMemory(from: source, byteCount: size)
    let earliest = unsafe count > 0 ? events[count - 1].frame : first
    let wanted = unsafe event.pointee.frame
    let frame = wanted < earliest ? earliest : wanted
    unsafe events[count].frame = frame > last ? last : frame
    unsafe events[count].byte_count = UInt32(truncatingIfNeeded: size)
    unsafe events[count].bytes = UnsafePointer(room)
    count += 1
    byteCount += size
    return true
  }
}

/// The `write` of a buffer as a plugin's port; `port` is a `MIDIBuffer`.
@_noLocks
func writeMIDIBuffer(
  _ port: UnsafeMutableRawPointer?, _ event: UnsafePointer<rt_midi_event>?
) -> Bool {
  guard let port = unsafe port, let event = unsafe event else { return false }
  return unsafe port.assumingMemoryBound(to: MIDIBuffer.self).pointee.write(event)
}
