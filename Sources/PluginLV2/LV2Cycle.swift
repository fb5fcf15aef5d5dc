import CLilv
import CRealtime
import Plugins
import WorkQueues

/// A port for events: what comes in is what it supports; MIDI goes out, and what tells properties.
struct EventPort {
  let sequence: AtomSequence
  let isInput: Bool
  let takesPosition: Bool
  let takesMIDI: Bool
  /// Its place among the plugin's MIDI outputs; negative when it is none.
  let midiOutput: Int
}

/// Everything the cycle touches of one LV2 instance.
struct LV2Cycle: @unchecked Sendable {
  let plugin: UnsafePointer<LV2_Descriptor>
  let handle: LV2_Handle
  let ports: PortMemory
  let events: UnsafeMutableBufferPointer<EventPort>
  let types: AtomTypes
  let positionAtom: PositionAtom
  let eventState: UnsafeMutablePointer<EventState>
  let maximumFrames: UInt32
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
  /// Whether a block may be run in parts.
  let mayBeCut: Bool
  /// Room for the samples of a block that is too short; nil where any length will do.
  let fixed: FixedBlock?

  /// Runs one block; an empty one is none, since not every plugin expects it.
  @_noLocks
  func run(_ block: rt_block) {
    precondition(block.frames <= maximumFrames && Int(block.input_count) == ports.inputs.count)
    precondition(Int(block.output_count) == ports.outputs.count)
    let frames = Int(block.frames)
    if !mayBeCut { return runWhole(block, frames: frames) }
    var first = 0
    while first < frames {
      let part = ports.glides.pointee.nextPart(of: frames - first)
      run(block, from: first, frames: part)
      first += part
    }
  }

  @_noLocks
  private func runWhole(_ block: rt_block, frames: Int) {
    guard frames > 0 else { return }
    ports.glides.pointee.pass(frames: frames)
    guard let fixed, frames < Int(maximumFrames) else {
      return run(block, from: 0, frames: frames)
    }
    fixed.load(block)
    run(fixed.block(for: block), from: 0, frames: Int(maximumFrames))
    fixed.store(block)
  }

  @_noLocks
  private func run(_ block: rt_block, from first: Int, frames: Int) {
    for place in 0..<ports.inputs.count {
      connect(ports.inputs, place, block.inputs[place].map { .init(mutating: $0 + first) })
    }
    for place in 0..<ports.outputs.count {
      connect(ports.outputs, place, block.outputs[place].map { .init($0 + first) })
    }
    clearEvents()
    feedPatches()
    feedEvents(block, from: first, frames: frames)
    lv2_call_run(plugin, handle, UInt32(frames))
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

  @_noLocks
  @inline(__always)
  func connect(
    _ ports: UnsafeMutableBufferPointer<SignalPort>, _ place: Int,
    _ samples: UnsafeMutableRawPointer?
  ) {
    guard ports[place].samples != samples else { return }
    ports[place].samples = samples
    lv2_call_connect(plugin, handle, UInt32(ports[place].index), samples)
  }
}

/// The instance's `process`: `context` is an `LV2Cycle`.
@_noLocks
func runLV2(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
  guard let context, let block else { return }
  context.assumingMemoryBound(to: LV2Cycle.self).pointee.run(block.pointee)
}
