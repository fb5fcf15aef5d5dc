import CRealtime
import Glibc
import Plugins

/// A plugin that takes 99 % of a period of 10 ms.
final class BusyPlugin: PluginInstance, @unchecked Sendable {
  let descriptor = PluginDescriptor(
    format: .ladspa, identifier: "busy:busy", name: "Busy",
    ports: [PluginPort(index: 0, symbol: "out", name: "Out", kind: .audio, direction: .output)])
  let latencyFrames = 0
  var context: UnsafeMutableRawPointer { UnsafeMutableRawPointer(memory) }
  private let memory = UnsafeMutablePointer<Float>.allocate(capacity: 1)

  deinit { memory.deallocate() }

  var process: rt_process {
    { _, block in
      guard let block = block?.pointee else { return }
      block.outputs[0]?.update(repeating: 0, count: Int(block.frames))
      var now = timespec()
      clock_gettime(CLOCK_MONOTONIC, &now)
      let end = Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec) + 9_900_000
      while Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec) < end {
        clock_gettime(CLOCK_MONOTONIC, &now)
      }
    }
  }

  func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>? { nil }
  func glide(_ symbol: String, to value: Float) -> Bool { false }
  func restart() {}
}
