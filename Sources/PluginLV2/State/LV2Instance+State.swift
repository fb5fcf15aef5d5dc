import Foundation
import Plugins
import Synchronization

extension LV2Instance {
  func state() -> (any PluginState)? { stateAccess.isThere ? stateAccess.capture() : nil }

  func restore(_ state: any PluginState) {
    guard stateAccess.isThere, let state = state as? LV2State, state.uri == uri else { return }
    // Whatever it minds, it is not worse off than before.
    try? stateAccess.restore(state)
    restored.withLock { $0 = state }
  }

  func save(to folder: URL) throws(PluginError) {
    try StateFolder.write(to: folder) { (folder) throws(PluginError) in
      try write(to: folder)
      // It is no preset.
      try? FileManager.default.removeItem(at: folder.appending(path: "manifest.ttl"))
    }
  }

  func load(from folder: URL, whilePlaying: Bool) throws(PluginError) {
    let read = try world.withReader { (reader) throws(PluginError) in
      try reader.state(in: folder, of: uri, map)
    }
    try load(
      LV2State(read, of: uri, in: world, files: .lasting(folder)), whilePlaying: whilePlaying)
  }

  func load(_ preset: PluginPreset, whilePlaying: Bool) throws(PluginError) {
    let read = try world.withReader { (reader) throws(PluginError) in
      try reader.state(of: preset, for: uri, map)
    }
    try load(
      LV2State(read, of: uri, in: world, files: .installed), whilePlaying: whilePlaying,
      isPreset: true)
  }

  var loadsWhilePlaying: Bool { !stateAccess.isThere || restoresThreadSafely }

  func savePreset(name: String, to directory: URL?) throws(PluginError) -> PluginPreset {
    let bundle = try LV2PresetBundle(name: name, of: uri, in: directory)
    try StateFolder.write(to: bundle.folder) { (folder) throws(PluginError) in
      try write(to: folder, label: name)
    }
    world.add([LV2Bundle(path: bundle.folder.path)])
    return PluginPreset(uri: bundle.uri, name: name)
  }

  /// Writes all there is to a folder of its own, and looks whether it can be read again.
  private func write(to folder: URL, label: String? = nil) throws(PluginError) {
    let values = descriptor.parameters.compactMap { port in
      value(of: port.symbol).map { (port.symbol, $0) }
    }
    try stateAccess.save(
      values: Dictionary(values, uniquingKeysWith: { first, _ in first }), label: label,
      before: restored.withLock { $0?.folder?.resolvingSymlinksInPath() }, to: folder)
    try LV2Reader.checkState(in: folder, of: uri)
  }

  /// A plugin that refuses what it is asked to restore gets back what it had.
  private func load(
    _ state: LV2State, whilePlaying: Bool, isPreset: Bool = false
  ) throws(PluginError) {
    if stateAccess.isThere, !isPreset || state.hasProperties {
      guard !whilePlaying || loadsWhilePlaying else {
        throw PluginError(
          .unsupported, "<\(uri)> cannot be brought to another state while it plays")
      }
      let before = stateAccess.capture()
      do throws(PluginError) {
        try stateAccess.restore(state)
      } catch {
        if let before { try? stateAccess.restore(before) }
        throw error
      }
      restored.withLock { $0 = state }
    }
    set(state.values(map), whilePlaying: whilePlaying)
  }
}
