import CLilv
import CRealtime
import WorkQueues

/// A port for events: what comes in is what it supports; MIDI goes out, and what tells properties.
struct EventPort {
  let index: Int
  let sequence: AtomSequence
  let isInput: Bool
  let takesPosition: Bool
  let takesMIDI: Bool
  /// Its place among the plugin's MIDI outputs; negative when it is none.
  let midiOutput: Int
}

/// What the cycle touches of an LV2 instance that has more than samples and control values.
struct LV2Extras: @unchecked Sendable {
  let events: UnsafeMutableBufferPointer<EventPort>
  let types: AtomTypes
  let positionAtom: PositionAtom
  let state: UnsafeMutablePointer<EventState>
  /// Whether any port supports positions.
  let takesPosition: Bool
  /// Whether any port supports MIDI.
  let takesMIDI: Bool
  /// What it does beside the cycle, if it does.
  let worker: UnsafeMutablePointer<WorkerCore>?
  /// What sets and tells properties, if it has any.
  let patch: UnsafeMutablePointer<PatchCore>?
  /// The event port that takes what sets them; beyond the last when none does.
  let patchPlace: Int
  /// Room for the samples of a block that is too short; nil where any length will do.
  let fixed: FixedBlock?

  /// Makes its event ports ready for some frames of a block.
  @_noLocks
  func begin(_ block: rt_block, from first: Int, frames: Int) {
    clearEvents()
    feedPatches()
    feedEvents(block, from: first, frames: frames)
  }

  /// Takes what it wrote.
  @_noLocks
  func end(_ block: rt_block, from first: Int) {
    if let worker {
      worker.pointee.complete(WorkItem(performLV2Work, context: UnsafeMutableRawPointer(worker)))
    }
    // Replies may have added to what it wrote.
    keepNotices()
    sayMIDI(block, from: first)
  }

  /// Makes the input sequences empty and offers the outputs their whole buffers.
  @_noLocks
  func clearEvents() {
    for place in 0..<events.count {
      if events[place].isInput {
        events[place].sequence.clear(as: types.sequence)
      } else {
        events[place].sequence.offer(as: types.chunk)
      }
    }
  }
}
