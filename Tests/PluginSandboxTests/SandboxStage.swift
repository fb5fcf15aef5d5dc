import Foundation
import PluginLADSPA
import PluginLV2
import PluginTestSupport
import Plugins
import TestSupport

@testable import PluginSandbox

/// Test plugins, built once, and pools of sandboxes that play them.
struct SandboxStage {
  let plugins: TestPlugins
  let ladspa: LADSPACatalogue
  let lv2: LV2Catalogue
  let folder: URL
  /// What the pools told.
  let told = Locked<[String]>([])
  var setting = SandboxSetting()

  init(in folder: URL) throws {
    self.folder = folder
    plugins = try TestPlugins(buildingIn: folder.appending(path: "plugins"))
    ladspa = LADSPACatalogue(directories: [plugins.ladspa.path])
    lv2 = LV2Catalogue(directories: [plugins.lv2.path], cache: nil)
    setting.program = TactusProgram.url.path
    setting.environment = plugins.environment.merging(
      ["XDG_CACHE_HOME": folder.appending(path: "cache").path]) { $1 }
    setting.quarantine = Quarantine(file: folder.appending(path: "state/quarantine.json"))
    setting.faultLimit = .max
    setting.firstPauseSeconds = 0.01
    setting.longestPauseSeconds = 0.01
  }

  /// `isPatient`: blocks are waited for, as in a render.
  func pool(isPatient: Bool = true) -> SandboxPool {
    SandboxPool(setting, isRealtime: !isPatient) { [told] line in
      told.withLock { $0.append(line) }
    }
  }

  /// A sandboxed instance of a LADSPA plugin, or an LV2 one.
  func make(
    _ name: String, in pool: SandboxPool, node: String = "node", group: String? = nil,
    periodShare: Double? = nil, lv2 isLV2: Bool = false, frames: Int = 64
  ) throws -> any PluginInstance {
    try pool.makeInstance(
      of: descriptor(name, lv2: isLV2), node: node, group: group,
      periodShare: periodShare, rate: 48_000, maximumFrames: frames)
  }

  func descriptor(_ name: String, lv2 isLV2: Bool = false) throws -> PluginDescriptor {
    isLV2
      ? try lv2.descriptor("urn:tactus:test:\(name)") : try ladspa.descriptor("\(name):\(name)")
  }

  func hasTold(_ text: String) -> Bool { told.withLock { $0.contains { $0.contains(text) } } }
}

extension Rig {
  /// Whether the last block was the first `frames` of the input times `gain`, bit for bit.
  func hasPlayed(gain: Float = 1, frames: Int = 64) -> Bool {
    Array(outputs[0].prefix(frames)) == inputs[0].prefix(frames).map { $0 * gain }
  }

  /// Plays until the plugin is heard at `gain` again.
  func playsAgain(gain: Float) async -> Bool {
    await eventually {
      run(frames: 64)
      return hasPlayed(gain: gain)
    }
  }
}

func withSandboxStage(_ body: (SandboxStage) async throws -> Void) async throws {
  try await withTemporaryDirectory { try await body(SandboxStage(in: $0)) }
}
