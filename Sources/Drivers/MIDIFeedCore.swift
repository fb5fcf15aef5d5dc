// Code and data used in the cycle.
public import CRealtime
import Realtime
import Synchronization

/// A message and when it was heard.
struct TimedMIDI: BitwiseCopyable {
  /// CLOCK_MONOTONIC.
  var nanoseconds: Int64
  var byteCount: UInt8
  /// Its bytes, the first one lowest.
  var packed: UInt32 = 0

  init(nanoseconds: Int64, byteCount: UInt8) {
    self.nanoseconds = nanoseconds
    self.byteCount = byteCount
  }
}

/// What the cycle touches of a feed.
struct MIDIFeedCore: ~Copyable {
  /// MIDI ports of a driver, at most.
  static var mostPorts: Int { @_noLocks get { 64 } }

  let capacity: Int
  let ring: BoundedRing<TimedMIDI>
  let lost = Atomic<Int>(0)
  /// A message that was taken out before its time; the cycle's own, as is all that follows.
  let early: UnsafeMutablePointer<TimedMIDI?>
  let bytes: UnsafeMutablePointer<UInt8>
  let messages: UnsafeMutablePointer<rt_midi_event>
  let inputs: UnsafeMutablePointer<rt_midi_input>
  let events: UnsafeMutablePointer<rt_events>

  init(capacity: Int) {
    self.capacity = capacity
    ring = BoundedRing(minimumCapacity: capacity)
    early = .allocate(capacity: 1)
    early.initialize(to: nil)
    bytes = .allocate(capacity: 3 * capacity)
    bytes.initialize(repeating: 0, count: 3 * capacity)
    messages = .allocate(capacity: capacity)
    messages.initialize(repeating: rt_midi_event(), count: capacity)
    inputs = .allocate(capacity: Self.mostPorts + 1)
    inputs.initialize(repeating: rt_midi_input(), count: Self.mostPorts + 1)
    events = .allocate(capacity: 1)
    events.initialize(to: rt_events())
  }

  func deallocate() {
    early.deallocate()
    bytes.deallocate()
    messages.deallocate()
    inputs.deallocate()
    events.deallocate()
  }

  /// Lists what was heard in the time of a period, each message at its frame.
  @_noLocks
  borrowing func read(_ period: UnsafePointer<rt_period>, rate: Int64) -> UInt32 {
    let frames = Int64(period.pointee.frames)
    let due = period.pointee.due_nanoseconds
    let begin = due - frames * 1_000_000_000 / rate
    var count = 0
    while count < capacity, let message = early.pointee ?? ring.take() {
      early.pointee = nil
      guard message.nanoseconds < due else {
        early.pointee = message
        break
      }
      let frame = (message.nanoseconds - begin) * rate / 1_000_000_000
      list(message, at: frame < 0 ? 0 : frame < frames ? frame : frames - 1, place: count)
      count += 1
    }
    return UInt32(count)
  }

  @_noLocks
  private borrowing func list(_ message: TimedMIDI, at frame: Int64, place: Int) {
    let start = bytes + 3 * place
    for byte in 0..<3 {
      start[byte] = UInt8(truncatingIfNeeded: message.packed >> UInt32(8 * byte))
    }
    messages[place].frame = UInt32(frame)
    messages[place].byte_count = UInt32(message.byteCount)
    messages[place].bytes = UnsafePointer(start)
  }
}

/// A feed as the cycle sees it.
public struct MIDIFeedHandle: BitwiseCopyable, @unchecked Sendable {
  // Unchecked: the core is made for one thread on each side.

  let core: UnsafeMutablePointer<MIDIFeedCore>

  /// Gives a period the feed's port, behind those of its driver.
  ///
  /// What it points to is valid until the next period. Thread: cycle.
  @_noLocks
  public func join(_ period: UnsafeMutablePointer<rt_period>, rate: Int64) {
    guard period.pointee.frames > 0, rate > 0 else { return }
    let (events, inputs) = (core.pointee.events, core.pointee.inputs)
    if let driven = period.pointee.events {
      events.pointee = driven.pointee
    } else {
      events.pointee = rt_events()
      events.pointee.frame_time = period.pointee.frame_time
    }
    var ports = 0
    if let driven = events.pointee.midi_capture {
      while ports < Int(events.pointee.midi_capture_count), ports < MIDIFeedCore.mostPorts {
        inputs[ports] = driven[ports]
        ports += 1
      }
    }
    inputs[ports].count = core.pointee.read(period, rate: rate)
    inputs[ports].events = UnsafePointer(core.pointee.messages)
    events.pointee.midi_capture = UnsafePointer(inputs)
    events.pointee.midi_capture_count = UInt32(ports + 1)
    period.pointee.events = UnsafePointer(events)
  }
}
