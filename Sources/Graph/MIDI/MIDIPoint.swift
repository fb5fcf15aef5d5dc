import CRealtime

/// Where several sources of MIDI become one: in the order of frames, and of the connections.
///
/// Thread: cycle.
@safe
struct MIDIPoint: BitwiseCopyable {
  /// Messages there is room for, those that end notes included.
  static var capacity: Int { @_noLocks get { 512 } }

  let sources: UnsafeMutablePointer<MIDISource>
  let sourceCount: Int
  let events: UnsafeMutablePointer<rt_midi_event>
  /// Three bytes for each message.
  let releases: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  /// Messages there was no room for in the part.
  private(set) var lost = 0
  /// The port they go to, where it is the device's.
  private var output = unsafe rt_midi_output()
  /// Whether no note may sound there.
  private var isQuiet = false

  @_noLocks
  init(
    sources: UnsafeMutablePointer<MIDISource>, sourceCount: Int,
    events: UnsafeMutablePointer<rt_midi_event>, releases: UnsafeMutablePointer<UInt8>
  ) {
    unsafe self.sources = unsafe sources
    self.sourceCount = sourceCount
    unsafe self.events = unsafe events
    unsafe self.releases = unsafe releases
  }

  /// Collects what is said in the part that a core runs.
  @_noLocks
  mutating func collect(_ core: UnsafeMutablePointer<PlanCore>) {
    count = 0
    lost = 0
    for index in 0..<sourceCount { unsafe open(sources + index, core) }
    while let source = unsafe earliest() { unsafe take(source) }
  }

  /// The same, sent to a port of the device's; when that is quiet, without what begins a note, and
  /// with the end of what is held.
  @_noLocks
  mutating func send(
    _ core: UnsafeMutablePointer<PlanCore>, to output: rt_midi_output, isQuiet: Bool
  ) {
    unsafe self.output = unsafe output
    self.isQuiet = isQuiet
    unsafe collect(core)
    flush()
  }

  /// Finds a source's messages; ends what is held by one that is not heard, or was not.
  @_noLocks
  private mutating func open(
    _ source: UnsafeMutablePointer<MIDISource>, _ core: UnsafeMutablePointer<PlanCore>
  ) {
    let isHeard = unsafe !source.pointee.isLeaving && source.pointee.find(core)
    if !isHeard {
      unsafe source.pointee.next = 0
      unsafe source.pointee.end = 0
    }
    let line = unsafe source.pointee.line
    let late = unsafe source.pointee.wait(core, isHeard: isHeard)
    lost += late
    if late > 0 { unsafe line.pointee.mustRelease = true }
    let isWhole = unsafe line.pointee.nextFrame == core.pointee.frameTime
    unsafe line.pointee.nextFrame = core.pointee.frameTime &+ UInt64(core.pointee.frames)
    if unsafe isHeard && isWhole && !isQuiet && !line.pointee.mustRelease { return }
    unsafe endHeld(by: source, at: core.pointee.firstEventFrame)
  }

  /// Ends what is held by a source, as far as there is room.
  @_noLocks
  private mutating func endHeld(by source: UnsafeMutablePointer<MIDISource>, at frame: UInt32) {
    let line = unsafe source.pointee.line
    while unsafe makeRoom() && line.pointee.release(releases + 3 * count) {
      unsafe append(frame, 3, UnsafePointer(releases + 3 * count))
    }
    unsafe line.pointee.mustRelease = line.pointee.heldCount > 0
    // What was said in the meantime would be ended with the rest.
    if unsafe line.pointee.mustRelease {
      lost += unsafe source.pointee.end - source.pointee.next
      unsafe source.pointee.next = unsafe source.pointee.end
    }
  }

  /// The source of the next message; the first of those with the same frame.
  @_noLocks
  private func earliest() -> UnsafeMutablePointer<MIDISource>? {
    var found: UnsafeMutablePointer<MIDISource>?
    var frame: UInt32 = 0
    for index in 0..<sourceCount {
      let source = unsafe sources + index
      guard unsafe source.pointee.next < source.pointee.end,
        let events = unsafe source.pointee.events
      else { continue }
      let next = unsafe events[source.pointee.next].frame
      if unsafe found == nil || next < frame {
        unsafe found = unsafe source
        frame = next
      }
    }
    return unsafe found
  }

  @_noLocks
  private mutating func take(_ source: UnsafeMutablePointer<MIDISource>) {
    guard let list = unsafe source.pointee.events else { return }
    let event = unsafe list[source.pointee.next]
    unsafe source.pointee.next += 1
    guard let bytes = unsafe event.bytes else { return }
    if unsafe isQuiet && MIDILineCore.begins(bytes, byteCount: Int(event.byte_count)) { return }
    guard makeRoom() else {
      lost += 1
      unsafe source.pointee.line.pointee.mustRelease = true
      return
    }
    unsafe append(event.frame, event.byte_count, bytes)
    unsafe source.pointee.line.pointee.note(bytes, byteCount: Int(event.byte_count))
  }

  @_noLocks
  private mutating func append(_ frame: UInt32, _ byteCount: UInt32, _ bytes: UnsafePointer<UInt8>)
  {
    unsafe events[count].frame = frame
    unsafe events[count].byte_count = byteCount
    unsafe events[count].bytes = unsafe bytes
    count += 1
  }

  /// Whether there is room for one more; what goes to the device makes room by going there.
  @_noLocks
  private mutating func makeRoom() -> Bool {
    if count < Self.capacity { return true }
    flush()
    return count < Self.capacity
  }

  @_noLocks
  private mutating func flush() {
    guard let write = unsafe output.write else { return }
    for index in 0..<count { _ = unsafe rt_call_midi_write(write, output.port, events + index) }
    count = 0
  }
}
