import CLADSPA
import CRealtime
import Plugins

/// Everything the cycle touches of one LADSPA instance.
struct LADSPACycle: @unchecked Sendable {
  let plugin: UnsafePointer<LADSPA_Descriptor>
  let handle: LADSPA_Handle
  let ports: PortMemory
  let maximumFrames: UInt32

  /// Runs one block; an empty one is none, since LADSPA does not say what it would mean.
  @_noLocks
  func run(_ block: rt_block) {
    precondition(block.frames <= maximumFrames && Int(block.input_count) == ports.inputs.count)
    precondition(Int(block.output_count) == ports.outputs.count)
    let frames = Int(block.frames)
    var first = 0
    while first < frames {
      let part = ports.glides.pointee.nextPart(of: frames - first)
      run(block, from: first, frames: part)
      first += part
    }
  }

  @_noLocks
  private func run(_ block: rt_block, from first: Int, frames: Int) {
    for place in 0..<ports.inputs.count {
      connect(ports.inputs, place, block.inputs[place].map { .init(mutating: $0 + first) })
    }
    for place in 0..<ports.outputs.count {
      connect(ports.outputs, place, block.outputs[place].map { .init($0 + first) })
    }
    ladspa_call_run(plugin, handle, UInt(frames))
  }

  @_noLocks
  private func connect(
    _ ports: UnsafeMutableBufferPointer<SignalPort>, _ place: Int,
    _ samples: UnsafeMutableRawPointer?
  ) {
    guard ports[place].samples != samples else { return }
    ports[place].samples = samples
    ladspa_call_connect(
      plugin, handle, UInt(ports[place].index), samples?.assumingMemoryBound(to: Float.self))
  }
}

/// The instance's `process`: `context` is a `LADSPACycle`.
@_noLocks
func runLADSPA(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
  guard let context, let block else { return }
  context.assumingMemoryBound(to: LADSPACycle.self).pointee.run(block.pointee)
}
