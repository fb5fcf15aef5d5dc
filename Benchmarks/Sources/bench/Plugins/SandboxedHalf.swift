import CRealtime
import Foundation
import PluginSandbox
import Plugins

/// A plugin that halves its input, in a sandbox, played block by block as a cycle would.
final class SandboxedHalf {
  private static let identifier = "libcrasher:crasher"

  private let folder: URL
  private let instance: any PluginInstance
  private let input = UnsafeMutablePointer<Float>.allocate(capacity: Period.frames)
  private let output = UnsafeMutablePointer<Float>.allocate(capacity: Period.frames)
  private let inputs = UnsafeMutablePointer<UnsafePointer<Float>?>.allocate(capacity: 1)
  private let outputs = UnsafeMutablePointer<UnsafeMutablePointer<Float>?>.allocate(capacity: 1)
  private var crashes: Float = 0

  /// Starts the child that `program` is, its threads on the cores of `mask` and at `priority`.
  init(_ program: String, on mask: UInt64, priority: Int32) throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "tactus-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var setting = SandboxSetting()
    setting.program = program
    setting.environment = [
      "LADSPA_PATH": URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path,
      "XDG_CACHE_HOME": folder.path,
    ]
    setting.periodShare = 1
    setting.faultLimit = .max
    (setting.firstPauseSeconds, setting.longestPauseSeconds) = (0.01, 0.01)
    setting.quarantine = Quarantine(file: folder.appending(path: "quarantine.json"))
    // Children are where those are who start them: this thread, and later the pool's.
    let before = CallerScheduling.pin(to: mask)
    defer { before.restore() }
    instance = try SandboxPool(setting, priority: Int(priority)).makeInstance(
      of: Self.descriptor, node: "bench", rate: 48_000, maximumFrames: Period.frames)
    for frame in 0..<Period.frames { input[frame] = 0.5 }
    inputs[0] = UnsafePointer(input)
    outputs[0] = output
  }

  deinit {
    input.deallocate()
    output.deallocate()
    inputs.deallocate()
    outputs.deallocate()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Plays a block; gives how long that took, in nanoseconds.
  func run() -> Double {
    var block = rt_block(
      inputs: UnsafePointer(inputs), outputs: outputs, input_count: 1, output_count: 1,
      frames: UInt32(Period.frames), frame_time: 0, events: nil)
    let begin = rt_now_nanoseconds()
    instance.process(instance.context, &block)
    return Double(rt_now_nanoseconds() - begin)
  }

  /// Has the plugin crash in the next block.
  func crash() {
    crashes += 1
    instance.jump("crash", to: crashes)
  }

  /// Whether the last block came from the plugin, all of it.
  var isWet: Bool { (0..<Period.frames).allSatisfy { output[$0] == 0.25 } }

  /// Whether the last block had come to be its input.
  var isDry: Bool { output[Period.frames - 1] == 0.5 }

  private static var descriptor: PluginDescriptor {
    PluginDescriptor(
      format: .ladspa, identifier: identifier, name: "Crasher",
      ports: [
        PluginPort(index: 0, symbol: "in", name: "In", kind: .audio, direction: .input),
        PluginPort(index: 1, symbol: "out", name: "Out", kind: .audio, direction: .output),
        PluginPort(index: 2, symbol: "crash", name: "Crash", kind: .control, direction: .input),
      ])
  }
}
