import CRealtime
import Synchronization

/// What a node that takes or gives MIDI is handed in place of the period's own events.
///
/// It has one port that captures, with all that the node hears, and one that plays for each MIDI
/// output. Thread: cycle; belongs to the thread that performs the step.
@safe
struct StepMIDI: BitwiseCopyable {
  var events: rt_events
  var input: rt_midi_input
  var point: MIDIPoint
  let buffers: UnsafeMutablePointer<MIDIBuffer>
  let bufferCount: Int

  /// Collects what the node hears, and makes room for what it says; gives what the node is handed.
  @_noLocks
  static func begin(
    _ midi: UnsafeMutablePointer<StepMIDI>, of core: UnsafeMutablePointer<PlanCore>,
    _ cell: UnsafeMutablePointer<NodeCell>
  ) -> UnsafePointer<rt_events> {
    unsafe midi.pointee.point.collect(core)
    unsafe midi.pointee.input.count = UInt32(truncatingIfNeeded: midi.pointee.point.count)
    let lost = unsafe midi.pointee.point.lost
    if lost > 0 { unsafe cell.pointee.countLost(lost) }
    if let events = unsafe core.pointee.events {
      unsafe midi.pointee.events.frame_time = events.pointee.frame_time
      unsafe midi.pointee.events.transport = events.pointee.transport
    } else {
      unsafe midi.pointee.events.frame_time = core.pointee.frameTime
      unsafe midi.pointee.events.transport = nil
    }
    let first = unsafe core.pointee.firstEventFrame
    for index in 0..<(unsafe midi.pointee.bufferCount) {
      unsafe midi.pointee.buffers[index].begin(at: first, frames: core.pointee.frames)
    }
    return unsafe UnsafeRawPointer(midi).assumingMemoryBound(to: rt_events.self)
  }

  /// Lets others hear what the node said.
  @_noLocks
  static func publish(_ midi: UnsafeMutablePointer<StepMIDI>, part: UInt64) {
    for index in 0..<(unsafe midi.pointee.bufferCount) {
      unsafe midi.pointee.buffers[index].publish(part: part)
    }
  }
}

extension Step {
  /// Hands the node its own events.
  @_noLocks
  static func beginMIDI(
    _ step: UnsafeMutablePointer<Step>, _ midi: UnsafeMutablePointer<StepMIDI>,
    of core: UnsafeMutablePointer<PlanCore>
  ) {
    unsafe step.pointee.block.events = unsafe StepMIDI.begin(midi, of: core, step.pointee.cell)
  }

  /// Lets others hear what the node said, if it is heard itself.
  @_noLocks
  static func publishMIDI(
    _ step: UnsafeMutablePointer<Step>, _ midi: UnsafeMutablePointer<StepMIDI>,
    of core: UnsafeMutablePointer<PlanCore>
  ) {
    guard unsafe step.pointee.cell.pointee.mending.load(ordering: .relaxed) == Mending.none
    else { return }
    unsafe StepMIDI.publish(midi, part: core.pointee.part)
  }
}

extension PlanCore {
  /// Sends what goes to the device's MIDI ports, in a period's part that was run.
  ///
  /// A port the device does not have at the moment keeps its notes: they are ended when it is back.
  @_noLocks
  static func sendMIDI(
    _ core: UnsafeMutablePointer<PlanCore>, _ period: UnsafePointer<rt_period>, isQuiet: Bool
  ) {
    guard unsafe core.pointee.midiPlaybackCount > 0, let events = unsafe period.pointee.events,
      let ports = unsafe events.pointee.midi_playback
    else { return }
    for index in 0..<(unsafe core.pointee.midiPlaybackCount) {
      let playback = unsafe core.pointee.midiPlayback + index
      let port = unsafe playback.pointee.port
      guard unsafe port < Int(events.pointee.midi_playback_count) else { continue }
      unsafe playback.pointee.point.send(core, to: ports[port], isQuiet: isQuiet)
      // Told of the first node that says something there.
      if unsafe playback.pointee.point.lost > 0,
        let step = unsafe playback.pointee.point.sources.pointee.step
      {
        unsafe step.pointee.cell.pointee.countLost(playback.pointee.point.lost)
      }
    }
  }
}

/// A MIDI port the device plays, and what goes there.
@safe
struct MIDIPlayback: BitwiseCopyable {
  let port: Int
  var point: MIDIPoint
}

extension NodeCell {
  @_noLocks
  fileprivate borrowing func countLost(_ messages: Int) {
    let before = lostMessages.load(ordering: .relaxed)
    lostMessages.store(before &+ UInt32(truncatingIfNeeded: messages), ordering: .relaxed)
  }
}
