import CLilv
import CRealtime
import Plugins

// Most plugins have samples and control ports, and nothing else: what the others need is not even
// looked at for them.
extension LV2Cycle {
  /// Whether it is such a plugin.
  var isPlain: Bool {
    events.isEmpty && worker == nil && patch == nil && fixed == nil && mayBeCut
  }

  /// Runs a block in one piece.
  @_noLocks
  fileprivate func runPlain(_ block: UnsafePointer<rt_block>) {
    precondition(block.pointee.frames <= maximumFrames)
    precondition(Int(block.pointee.input_count) == ports.inputs.count)
    precondition(Int(block.pointee.output_count) == ports.outputs.count)
    for place in 0..<ports.inputs.count {
      connect(ports.inputs, place, .init(mutating: block.pointee.inputs[place]))
    }
    for place in 0..<ports.outputs.count {
      connect(ports.outputs, place, block.pointee.outputs[place].map { .init($0) })
    }
    lv2_call_run(plugin, handle, block.pointee.frames)
  }
}

/// The `process` of an instance that is plain: `context` is an `LV2Cycle`.
@_noLocks
func runPlainLV2(_ context: UnsafeMutableRawPointer?, _ block: UnsafePointer<rt_block>?) {
  guard let context, let block else { return }
  let cycle = context.assumingMemoryBound(to: LV2Cycle.self)
  guard cycle.pointee.ports.glides.pointee.isStill, block.pointee.frames > 0 else {
    return cycle.pointee.run(block.pointee)
  }
  cycle.pointee.runPlain(block)
}
