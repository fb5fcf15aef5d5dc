import CRealtime
import Foundation
import Plugins

/// A plugin that plays a 128th of its parameter, which the cycle sets at once.
final class LevelPlugin: PluginInstance, @unchecked Sendable {
  let latencyFrames = 0
  var descriptor = PluginDescriptor(
    format: .ladspa, identifier: "level:level", name: "Level",
    ports: [
      PluginPort(index: 0, symbol: "out", name: "Out", kind: .audio, direction: .output),
      PluginPort(index: 1, symbol: "level", name: "Level", kind: .control, direction: .input),
    ])
  private let level = UnsafeMutablePointer<Float>.allocate(capacity: 1)

  init(_ blocks: BlockLengths = .any) {
    level.initialize(to: 0)
    descriptor.ports[1].minimum = 0
    descriptor.ports[1].maximum = 127
    descriptor.blockLengths = blocks
  }

  deinit { level.deallocate() }

  var context: UnsafeMutableRawPointer { UnsafeMutableRawPointer(level) }
  var process: rt_process {
    { level, block in
      guard let level, let block = block?.pointee else { return }
      block.outputs[0]?.update(
        repeating: level.load(as: Float.self) / 128, count: Int(block.frames))
    }
  }
  var setter: rt_setter? {
    rt_setter(
      set: { level, _, value in level?.storeBytes(of: value, as: Float.self) }, context: context)
  }

  func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>? { level }
  func glide(_ symbol: String, to value: Float) -> Bool {
    level.pointee = value
    return true
  }
  func restart() {}
}
