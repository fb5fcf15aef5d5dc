import CLilv
import CRealtime
import Plugins
import WorkQueues

/// What the cycle touches of every LV2 instance; one line of the cache, with its ports behind it.
struct LV2Cycle: @unchecked Sendable {
  let plugin: UnsafePointer<LV2_Descriptor>
  let handle: LV2_Handle
  let ports: PortMemory
  let maximumFrames: UInt32
  /// Whether a block may be run in parts.
  let mayBeCut: Bool
  /// What it has beside samples and control values; most have nothing.
  let extras: UnsafeMutablePointer<LV2Extras>?
}

// With pointers to it: a method would copy it first.
extension LV2Cycle {
  /// Runs one block; an empty one is none, since not every plugin expects it.
  @_noLocks
  @inline(__always)
  static func run(_ cycle: UnsafePointer<LV2Cycle>, _ block: UnsafePointer<rt_block>) {
    precondition(block.pointee.frames <= cycle.pointee.maximumFrames)
    precondition(block.pointee.input_count == UInt32(cycle.pointee.ports.inputCount))
    precondition(block.pointee.output_count == UInt32(cycle.pointee.ports.outputCount))
    guard block.pointee.frames > 0 else { return }
    if cycle.pointee.extras == nil && cycle.pointee.ports.glides.pointee.isStill {
      connect(cycle, block, from: 0)
      lv2_call_run(cycle.pointee.plugin, cycle.pointee.handle, block.pointee.frames)
    } else if cycle.pointee.mayBeCut {
      runInParts(cycle, block)
    } else {
      runWhole(cycle, block.pointee)
    }
  }

  @_noLocks
  @inline(never)
  private static func runInParts(
    _ cycle: UnsafePointer<LV2Cycle>, _ block: UnsafePointer<rt_block>
  ) {
    let frames = Int(block.pointee.frames)
    var first = 0
    while first < frames {
      let part = cycle.pointee.ports.glides.pointee.nextPart(of: frames - first)
      runPart(cycle, block, from: first, frames: part)
      first += part
    }
  }

  @_noLocks
  @inline(never)
  private static func runWhole(_ cycle: UnsafePointer<LV2Cycle>, _ block: rt_block) {
    let frames = Int(block.frames)
    cycle.pointee.ports.glides.pointee.pass(frames: frames)
    var whole = block
    guard let fixed = cycle.pointee.extras?.pointee.fixed,
      block.frames < cycle.pointee.maximumFrames
    else { return runPart(cycle, &whole, from: 0, frames: frames) }
    fixed.load(block)
    whole = fixed.block(for: block)
    runPart(cycle, &whole, from: 0, frames: Int(whole.frames))
    fixed.store(block)
  }

  @_noLocks
  private static func runPart(
    _ cycle: UnsafePointer<LV2Cycle>, _ block: UnsafePointer<rt_block>, from first: Int, frames: Int
  ) {
    connect(cycle, block, from: first)
    let extras = cycle.pointee.extras
    extras?.pointee.begin(block.pointee, from: first, frames: frames)
    lv2_call_run(cycle.pointee.plugin, cycle.pointee.handle, UInt32(frames))
    extras?.pointee.end(block.pointee, from: first)
  }

  /// Tells the plugin where its samples are, as far as they are elsewhere than before.
  @_noLocks
  @inline(__always)
  private static func connect(
    _ cycle: UnsafePointer<LV2Cycle>, _ block: UnsafePointer<rt_block>, from first: Int
  ) {
    let inputs = block.pointee.inputs
    let outputs = block.pointee.outputs
    let inputCount = Int(cycle.pointee.ports.inputCount)
    for place in 0..<inputCount {
      connect(cycle, place, inputs?[place].map { .init(mutating: $0 + first) })
    }
    for place in 0..<Int(cycle.pointee.ports.outputCount) {
      connect(cycle, inputCount + place, outputs?[place].map { .init($0 + first) })
    }
  }

  @_noLocks
  @inline(__always)
  private static func connect(
    _ cycle: UnsafePointer<LV2Cycle>, _ place: Int, _ samples: UnsafeMutableRawPointer?
  ) {
    let known = cycle.pointee.ports.samples + place
    guard known.pointee != samples else { return }
    known.pointee = samples
    lv2_call_connect(
      cycle.pointee.plugin, cycle.pointee.handle, cycle.pointee.ports.indices[place], samples)
  }
}

/// The instance's `process`: `context` is an `LV2Cycle`.
@_noLocks
func runLV2(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
  guard let context, let block else { return }
  LV2Cycle.run(UnsafePointer(context.assumingMemoryBound(to: LV2Cycle.self)), block)
}
