import CRealtime
import Plugins
import Synchronization

/// A plugin that copies its input to its output, and counts what it was given.
final class FrameCounter: PluginInstance, @unchecked Sendable {
  let descriptor = PluginDescriptor.passing("frames:frames", name: "Counting")
  let frames = Atomic<UInt64>(0)
  /// Blocks that did not begin where the one before ended.
  let jumps = Atomic<Int>(0)
  let latencyFrames = 0

  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
  var process: rt_process {
    { context, block in
      guard let context, let block else { return }
      Unmanaged<FrameCounter>.fromOpaque(context)._withUnsafeGuaranteedRef {
        $0.run(block.pointee)
      }
    }
  }

  private func run(_ block: rt_block) {
    let before = frames.wrappingAdd(UInt64(block.frames), ordering: .relaxed).oldValue
    if block.frame_time != before { jumps.wrappingAdd(1, ordering: .relaxed) }
    block.pass()
  }

  func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>? { nil }
  func glide(_ symbol: String, to value: Float) -> Bool { false }
  func restart() {}
}
