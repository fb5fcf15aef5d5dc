import CRealtime
import Plugins
import Synchronization

/// A plugin that copies its input to its output, and stays in one block until it is released.
final class SickPlugin: PluginInstance, @unchecked Sendable {
  let descriptor = PluginDescriptor.passing("sick:sick", name: "Sick")
  /// The block, counted from 1, that it stays in; 0 for none.
  let sickBlock = Atomic<Int>(0)
  let isReleased = Atomic<Bool>(false)
  let blocks = Atomic<Int>(0)
  let returned = Atomic<Int>(0)
  let latencyFrames = 0

  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
  var process: rt_process {
    { context, block in
      guard let context, let block else { return }
      Unmanaged<SickPlugin>.fromOpaque(context)._withUnsafeGuaranteedRef {
        $0.run(block.pointee)
      }
    }
  }

  private func run(_ block: rt_block) {
    let number = blocks.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue
    if number == sickBlock.load(ordering: .acquiring) {
      while !isReleased.load(ordering: .acquiring) {
        _ = rt_sleep_until(rt_now_nanoseconds() + 200_000)
      }
      returned.wrappingAdd(1, ordering: .releasing)
    }
    block.pass()
  }

  func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>? { nil }
  func glide(_ symbol: String, to value: Float) -> Bool { false }
  func restart() {}
}
