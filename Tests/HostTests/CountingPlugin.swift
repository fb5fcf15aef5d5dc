import CRealtime
import Plugins
import Synchronization
import TestSupport

/// A plugin that copies its input times `gain`, and whose state is how many frames it has heard.
final class CountingPlugin: PluginInstance, @unchecked Sendable {
  let descriptor = CountingPlugins.descriptor
  let latencyFrames = 0
  let maximumFrames: Int
  let frames = Atomic<Int>(0)
  /// How often it was brought to a state.
  let restores = Atomic<Int>(0)
  private let values: UnsafeMutablePointer<Float>
  private let isAlive: Locked<Int>

  init(rate: Int, maximumFrames: Int, alive: Locked<Int>) {
    self.maximumFrames = maximumFrames
    isAlive = alive
    alive.withLock { $0 += 1 }
    values = .allocate(capacity: 2)
    values[0] = 1
    values[1] = 0.1 * Float(rate)
  }

  deinit {
    isAlive.withLock { $0 -= 1 }
    values.deallocate()
  }

  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
  var process: rt_process {
    { context, block in
      guard let context, let block else { return }
      Unmanaged<CountingPlugin>.fromOpaque(context)._withUnsafeGuaranteedRef {
        $0.run(block.pointee)
      }
    }
  }

  private func run(_ block: rt_block) {
    precondition(Int(block.frames) <= maximumFrames)
    frames.wrappingAdd(Int(block.frames), ordering: .relaxed)
    guard let input = block.inputs[0], let output = block.outputs[0] else { return }
    for frame in 0..<Int(block.frames) { output[frame] = input[frame] * values[0] }
  }

  func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>? {
    ["gain": values, "cutoff": values + 1][symbol]
  }

  func glide(_ symbol: String, to value: Float) -> Bool {
    parameter(symbol)?.pointee = value
    return parameter(symbol) != nil
  }

  func restart() {}

  private final class Count: PluginState {
    let frames: Int
    init(_ frames: Int) { self.frames = frames }
    func isSame(as other: any PluginState) -> Bool { (other as? Count)?.frames == frames }
  }

  func load(_ preset: PluginPreset, whilePlaying: Bool) throws(PluginError) {
    guard let gain = CountingPlugins.gains[preset.name] else {
      throw PluginError(.notFound, "no preset \(preset.name)")
    }
    jump("gain", to: gain)
  }

  func state() -> (any PluginState)? { Count(frames.load(ordering: .relaxed)) }

  func restore(_ state: any PluginState) {
    guard let count = state as? Count else { return }
    frames.store(count.frames, ordering: .relaxed)
    restores.wrappingAdd(1, ordering: .relaxed)
  }
}

/// A catalogue of nothing but such plugins, which refuse some rates.
final class CountingPlugins: PluginCatalogue {
  static let identifier = "counting:counting"
  static let descriptor: PluginDescriptor = {
    var cutoff = PluginPort(
      index: 3, symbol: "cutoff", name: "Cutoff", kind: .control, direction: .input)
    (cutoff.minimum, cutoff.maximum, cutoff.defaultValue) = (0, 0.5, 0.1)
    cutoff.isRateScaled = true
    var gain = PluginPort(
      index: 2, symbol: "gain", name: "Gain", kind: .control, direction: .input)
    (gain.minimum, gain.maximum, gain.defaultValue) = (0, 2, 1)
    return PluginDescriptor(
      format: .ladspa, identifier: identifier, name: "Counting",
      ports: [
        PluginPort(index: 0, symbol: "in", name: "In", kind: .audio, direction: .input),
        PluginPort(index: 1, symbol: "out", name: "Out", kind: .audio, direction: .output),
        gain, cutoff,
      ])
  }()

  /// What its presets set the gain to.
  static let gains: [String: Float] = ["Loud": 1.5, "Quiet": 0.25, "Twin": 1]
  static let presets =
    ["Loud", "Quiet", "Twin"].map {
      PluginPreset(uri: "urn:preset:\($0.lowercased())", name: $0)
    } + [PluginPreset(uri: "urn:preset:other", name: "Twin")]

  func presets(of identifier: String) throws(PluginError) -> [PluginPreset] { Self.presets }

  let format = PluginFormat.ladspa
  /// Those that were made, the last one last; kept by nobody here.
  private let made = Locked<[WeakPlugin]>([])
  private let alive = Locked(0)
  private let refusedRate: Int?

  private struct WeakPlugin {
    weak var plugin: CountingPlugin?
  }

  init(refusing rate: Int? = nil) { refusedRate = rate }

  var latest: CountingPlugin? { made.withLock { $0.last?.plugin } }
  var aliveCount: Int { alive.withLock { $0 } }

  func list() throws(PluginError) -> [PluginDescriptor] { [Self.descriptor] }

  func descriptor(_ identifier: String) throws(PluginError) -> PluginDescriptor {
    guard identifier == Self.identifier else {
      throw PluginError(.notFound, "no plugin \(identifier)")
    }
    return Self.descriptor
  }

  func makeInstance(
    _ identifier: String, rate: Int, maximumFrames: Int
  ) throws(PluginError) -> any PluginInstance {
    guard rate != refusedRate else {
      throw PluginError(.failed, "\(identifier) refused to make an instance at \(rate) Hz")
    }
    let plugin = CountingPlugin(rate: rate, maximumFrames: maximumFrames, alive: alive)
    made.withLock { $0.append(WeakPlugin(plugin: plugin)) }
    return plugin
  }
}
