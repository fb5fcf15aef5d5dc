import CRealtime

/// A message on its way.
@safe
struct DelayedMessage: BitwiseCopyable {
  /// The frame time at which it comes out.
  var due: UInt64
  var start: Int
  var byteCount: Int

  @_noLocks
  init(due: UInt64 = 0, start: Int = 0, byteCount: Int = 0) {
    self.due = due
    self.start = start
    self.byteCount = byteCount
  }
}

/// MIDI on its way: what is put in comes out some frames later, in the same order.
///
/// Both are rings: of messages, and of their bytes, each message's in one piece. Thread: cycle;
/// belongs to the step that listens, as a delay line does.
@safe
struct MIDIDelay: BitwiseCopyable {
  /// Messages there is room for.
  static var capacity: Int { @_noLocks get { 2048 } }
  /// Bytes of all messages.
  static var byteCapacity: Int { @_noLocks get { 32_768 } }

  let messages: UnsafeMutablePointer<DelayedMessage>
  let bytes: UnsafeMutablePointer<UInt8>
  /// The messages that come out in the present part, which begins at frame time `begin`.
  let events: UnsafeMutablePointer<rt_midi_event>
  private(set) var eventCount = 0
  private var begin: UInt64 = 0
  private var end: UInt64 = 0
  /// The oldest message, and how many there are, those that come out included.
  private var first = 0
  private var count = 0
  private var byteEnd = 0

  @_noLocks
  init(
    messages: UnsafeMutablePointer<DelayedMessage>, bytes: UnsafeMutablePointer<UInt8>,
    events: UnsafeMutablePointer<rt_midi_event>
  ) {
    unsafe self.messages = unsafe messages
    unsafe self.bytes = unsafe bytes
    unsafe self.events = unsafe events
  }

  /// Goes on to a part; what came out in the one before is forgotten, and everything when that was not
  /// the one right before.
  @_noLocks
  mutating func begin(at frameTime: UInt64, frames: Int) {
    first = (first + eventCount) % Self.capacity
    count -= eventCount
    eventCount = 0
    if frameTime != end { clear() }
    begin = frameTime
    end = frameTime &+ UInt64(frames)
  }

  /// Forgets everything; gives how many messages that were.
  @_noLocks
  @discardableResult
  mutating func clear() -> Int {
    defer {
      count = 0
      eventCount = 0
    }
    return count
  }

  /// Takes a message that comes out at a frame time, or right behind the one before it; false when
  /// there is no room.
  @_noLocks
  mutating func put(_ event: rt_midi_event, due: UInt64) -> Bool {
    let size = unsafe Int(event.byte_count)
    guard let source = unsafe event.bytes, count < Self.capacity, let start = room(for: size)
    else { return false }
    unsafe UnsafeMutableRawPointer(bytes + start).copyMemory(from: source, byteCount: size)
    byteEnd = start + size
    let last = unsafe count > 0 ? messages[(first + count - 1) % Self.capacity].due : begin
    unsafe messages[(first + count) % Self.capacity] = DelayedMessage(
      due: due < last ? last : due, start: start, byteCount: size)
    count += 1
    return true
  }

  /// Lists what comes out in the part, its frames counted from `firstFrame` on.
  @_noLocks
  mutating func list(from firstFrame: UInt32) {
    while eventCount < count {
      let message = unsafe messages[(first + eventCount) % Self.capacity]
      guard message.due < end else { return }
      unsafe events[eventCount].frame =
        firstFrame &+ UInt32(truncatingIfNeeded: message.due &- begin)
      unsafe events[eventCount].byte_count = UInt32(truncatingIfNeeded: message.byteCount)
      unsafe events[eventCount].bytes = unsafe UnsafePointer(bytes + message.start)
      eventCount += 1
    }
  }

  /// Where the bytes of a message have room; nil for nowhere.
  @_noLocks
  private func room(for size: Int) -> Int? {
    guard count > 0 else { return size <= Self.byteCapacity ? 0 : nil }
    let oldest = unsafe messages[first].start
    if byteEnd <= oldest { return byteEnd + size <= oldest ? byteEnd : nil }
    if byteEnd + size <= Self.byteCapacity { return byteEnd }
    return size <= oldest ? 0 : nil
  }
}
