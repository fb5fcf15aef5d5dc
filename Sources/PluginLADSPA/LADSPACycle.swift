import CLADSPA
import CRealtime
import Plugins

/// Everything the cycle touches of one LADSPA instance.
struct LADSPACycle: @unchecked Sendable {
  let plugin: UnsafePointer<LADSPA_Descriptor>
  let handle: LADSPA_Handle
  let ports: PortMemory
  let maximumFrames: UInt32
}

// With pointers to it: a method would copy it first.
extension LADSPACycle {
  /// Runs one block; an empty one is none, since LADSPA does not say what it would mean.
  @_noLocks
  @inline(__always)
  static func run(_ cycle: UnsafePointer<LADSPACycle>, _ block: UnsafePointer<rt_block>) {
    precondition(block.pointee.frames <= cycle.pointee.maximumFrames)
    precondition(block.pointee.input_count == UInt32(cycle.pointee.ports.inputCount))
    precondition(block.pointee.output_count == UInt32(cycle.pointee.ports.outputCount))
    guard block.pointee.frames > 0 else { return }
    if cycle.pointee.ports.glides.pointee.isStill {
      runPart(cycle, block, from: 0, frames: Int(block.pointee.frames))
    } else {
      runInParts(cycle, block)
    }
  }

  @_noLocks
  @inline(never)
  private static func runInParts(
    _ cycle: UnsafePointer<LADSPACycle>, _ block: UnsafePointer<rt_block>
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
  @inline(__always)
  private static func runPart(
    _ cycle: UnsafePointer<LADSPACycle>, _ block: UnsafePointer<rt_block>, from first: Int,
    frames: Int
  ) {
    let inputs = block.pointee.inputs
    let outputs = block.pointee.outputs
    let inputCount = Int(cycle.pointee.ports.inputCount)
    for place in 0..<inputCount {
      connect(cycle, place, inputs?[place].map { .init(mutating: $0 + first) })
    }
    for place in 0..<Int(cycle.pointee.ports.outputCount) {
      connect(cycle, inputCount + place, outputs?[place].map { $0 + first })
    }
    ladspa_call_run(cycle.pointee.plugin, cycle.pointee.handle, UInt(frames))
  }

  /// Tells the plugin where a port's samples are, unless they are where they were before.
  @_noLocks
  @inline(__always)
  private static func connect(
    _ cycle: UnsafePointer<LADSPACycle>, _ place: Int, _ samples: UnsafeMutablePointer<Float>?
  ) {
    let known = cycle.pointee.ports.samples + place
    guard known.pointee != UnsafeMutableRawPointer(samples) else { return }
    known.pointee = UnsafeMutableRawPointer(samples)
    ladspa_call_connect(
      cycle.pointee.plugin, cycle.pointee.handle, UInt(cycle.pointee.ports.indices[place]), samples)
  }
}

/// The instance's `process`: `context` is a `LADSPACycle`.
@_noLocks
func runLADSPA(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
  guard let context, let block else { return }
  LADSPACycle.run(UnsafePointer(context.assumingMemoryBound(to: LADSPACycle.self)), block)
}
