import CRealtime
import Plugins
import Synchronization

/// A plugin that copies its input to its output, and at some frame breaks: from then on it gives
/// nothing but NaN, until it was restarted often enough.
final class BrokenPlugin: PluginInstance, @unchecked Sendable {
  let descriptor = PluginDescriptor.passing("broken:broken", name: "Broken")
  let latencyFrames = 0
  /// Restarts after it broke.
  let restarts = Atomic<Int>(0)
  private let breaksAt: Int
  private let restartsNeeded: Int
  private let frame = Atomic<Int>(0)

  init(breaksAt: Int, restartsNeeded: Int) {
    self.breaksAt = breaksAt
    self.restartsNeeded = restartsNeeded
  }

  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
  var process: rt_process {
    { context, block in
      guard let context, let block else { return }
      Unmanaged<BrokenPlugin>.fromOpaque(context)._withUnsafeGuaranteedRef {
        $0.run(block.pointee)
      }
    }
  }

  private var isBroken: Bool {
    frame.load(ordering: .relaxed) >= breaksAt
      && restarts.load(ordering: .relaxed) < restartsNeeded
  }

  private func run(_ block: rt_block) {
    if isBroken {
      block.outputs[0]?.update(repeating: .nan, count: Int(block.frames))
    } else {
      block.pass()
    }
    frame.wrappingAdd(Int(block.frames), ordering: .relaxed)
  }

  func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>? { nil }
  func glide(_ symbol: String, to value: Float) -> Bool { false }
  func restart() { if isBroken { restarts.wrappingAdd(1, ordering: .relaxed) } }
}
