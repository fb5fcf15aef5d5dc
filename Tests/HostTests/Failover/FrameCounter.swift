import CRealtime
import Plugins
import Synchronization

/// A plugin that copies its input to its output, and counts what it was given.
final class FrameCounter: PluginInstance, @unchecked Sendable {
  let descriptor = FrameCounters.descriptor
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
    guard let input = block.inputs[0], let output = block.outputs[0] else { return }
    output.update(from: input, count: Int(block.frames))
  }

  func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>? { nil }
  func glide(_ symbol: String, to value: Float) -> Bool { false }
  func restart() {}
}

/// A catalogue of nothing but such plugins.
final class FrameCounters: PluginCatalogue {
  static let identifier = "frames:frames"
  static let descriptor = PluginDescriptor(
    format: .ladspa, identifier: identifier, name: "Counting",
    ports: [
      PluginPort(index: 0, symbol: "in", name: "In", kind: .audio, direction: .input),
      PluginPort(index: 1, symbol: "out", name: "Out", kind: .audio, direction: .output),
    ])

  let format = PluginFormat.ladspa
  let plugin = FrameCounter()

  func list() throws(PluginError) -> [PluginDescriptor] { [Self.descriptor] }

  func descriptor(_ identifier: String) throws(PluginError) -> PluginDescriptor {
    guard identifier == Self.identifier else {
      throw PluginError(.notFound, "no plugin \(identifier)")
    }
    return Self.descriptor
  }

  func makeInstance(
    _ identifier: String, rate: Int, maximumFrames: Int
  ) throws(PluginError) -> any PluginInstance { plugin }
}
