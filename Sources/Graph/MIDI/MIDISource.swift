import CRealtime
import Synchronization

/// One of the sources that are heard at a place.
@safe
struct MIDISource: BitwiseCopyable {
  /// The step of the node that says something; nil for a port the device captures.
  var step: UnsafeMutablePointer<Step>?
  var buffer: UnsafeMutablePointer<MIDIBuffer>?
  /// The device's port, where it is one.
  var port = 0
  let line: UnsafeMutablePointer<MIDILineCore>
  /// Where messages wait that come later, or came so before an edit.
  let delay: UnsafeMutablePointer<MIDIDelay>?
  let delayFrames: UInt64
  let isLeaving: Bool

  /// What is left of the part's messages.
  var events: UnsafePointer<rt_midi_event>?
  var next = 0
  var end = 0

  @_noLocks
  init(
    line: UnsafeMutablePointer<MIDILineCore>, delay: UnsafeMutablePointer<MIDIDelay>?,
    delayFrames: Int, isLeaving: Bool
  ) {
    unsafe self.line = unsafe line
    unsafe self.delay = unsafe delay
    self.delayFrames = UInt64(delayFrames)
    self.isLeaving = isLeaving
  }
}

extension MIDISource {
  /// Finds the messages of the part; false when there is nobody to hear.
  @_noLocks
  mutating func find(_ core: UnsafeMutablePointer<PlanCore>) -> Bool {
    guard let step = unsafe step, let buffer = unsafe buffer else {
      return unsafe findCaptured(core)
    }
    guard unsafe step.pointee.finishedPart.load(ordering: .acquiring) == core.pointee.part,
      unsafe buffer.pointee.part == core.pointee.part
    else { return false }
    unsafe events = unsafe UnsafePointer(buffer.pointee.events)
    next = 0
    end = unsafe buffer.pointee.count
    return true
  }

  /// Exchanges the messages of the part for those whose time has come; gives how many were lost.
  ///
  /// Where there is no room all that waits is lost, so that no note begins whose end is.
  @_noLocks
  mutating func wait(_ core: UnsafeMutablePointer<PlanCore>, isHeard: Bool) -> Int {
    guard let delay = unsafe delay else { return 0 }
    let (frameTime, firstFrame) = unsafe (core.pointee.frameTime, core.pointee.firstEventFrame)
    unsafe delay.pointee.begin(at: frameTime, frames: core.pointee.frames)
    if !isHeard { unsafe delay.pointee.clear() }
    var lost = 0
    while next < end, let list = unsafe events {
      let event = unsafe list[next]
      next += 1
      let due = unsafe frameTime &+ UInt64(event.frame &- firstFrame) &+ delayFrames
      if unsafe !delay.pointee.put(event, due: due) {
        lost += unsafe delay.pointee.clear() + 1
      }
    }
    unsafe delay.pointee.list(from: firstFrame)
    unsafe events = unsafe UnsafePointer(delay.pointee.events)
    next = 0
    end = unsafe delay.pointee.eventCount
    return lost
  }

  @_noLocks
  private mutating func findCaptured(_ core: UnsafeMutablePointer<PlanCore>) -> Bool {
    guard let captured = unsafe core.pointee.events,
      unsafe port < Int(captured.pointee.midi_capture_count),
      let input = unsafe captured.pointee.midi_capture
    else { return false }
    let first = unsafe Int(core.pointee.firstEventFrame)
    let count = unsafe Int(input[port].count)
    unsafe events = unsafe input[port].events
    next = 0
    end = 0
    guard let list = unsafe events else { return true }
    while next < count, unsafe Int(list[next].frame) < first { next += 1 }
    end = next
    while end < count, unsafe Int(list[end].frame) < first + core.pointee.frames { end += 1 }
    return true
  }
}

extension PlanCore {
  /// The frame of the part's first sample as messages count.
  var firstEventFrame: UInt32 {
    @_noLocks get {
      guard let events = unsafe events else { return 0 }
      return unsafe UInt32(truncatingIfNeeded: frameTime &- events.pointee.frame_time)
    }
  }
}
