import CLilv
import Foundation
import Plugins

extension LV2Reader {
  /// The presets of a plugin, from every bundle of the world, sorted by name.
  func presets(of plugin: OpaquePointer) -> [PluginPreset] {
    let related = with(LV2URI.preset) { lilv_plugin_get_related(plugin, $0) }
    defer { lilv_nodes_free(related) }
    return LilvValues.texts(related)
      .filter { $0.contains(":") }
      .map { PluginPreset(uri: $0, name: presetName($0)) }
      .sorted { ($0.name.lowercased(), $0.uri) < ($1.name.lowercased(), $1.uri) }
  }

  /// A preset of a plugin, to be freed.
  func state(
    of preset: PluginPreset, for uri: String, _ map: URIDMap
  ) throws(PluginError) -> SendablePointer {
    let files = presetFiles(preset.uri)
    for path in files {
      let description = try StateDescription(of: preset.uri, in: path)
      try description.checkFiles(in: path)
    }
    load(preset.uri, again: true)
    var mapFeature = map.mapFeature
    let state = with(preset.uri) { node in
      // It prints a complaint when nothing says which plugin it is for.
      isPreset(node, of: uri) ? lilv_state_new_from_world(world, &mapFeature, node) : nil
    }
    guard let state else {
      throw PluginError(.notFound, "<\(uri)> has no preset <\(preset.uri)>")
    }
    return SendablePointer(pointer: state)
  }

  private func isPreset(_ node: OpaquePointer, of plugin: String) -> Bool {
    with(LV2URI.appliesTo) { predicate in
      with(plugin) { lilv_world_ask(world, node, predicate, $0) }
    } ?? false
  }

  /// What the preset is called; the end of its URI when its file cannot be read.
  private func presetName(_ uri: String) -> String {
    load(uri, again: false)
    let name = with(uri) { node in
      with(LV2URI.label) { LilvValues.text(owned: lilv_world_get(world, node, $0, nil)) }
    }
    return name ?? uri.split(whereSeparator: { $0 == "#" || $0 == "/" }).last.map(String.init)
      ?? uri
  }

  /// The files in which the manifests say that a preset is.
  private func presetFiles(_ uri: String) -> [String] {
    let nodes = with(uri) { node in
      with(LV2URI.seeAlso) { lilv_world_find_nodes(world, node, $0, nil) }
    }
    return LilvValues.texts(owned: nodes).compactMap(LilvValues.path(uri:))
      .filter { $0.hasSuffix(".ttl") }
  }

  /// Reads the files of a preset that are no plugin's own, those only that are whole; `again` reads
  /// what has changed since.
  private func load(_ uri: String, again: Bool) {
    let files = presetFiles(uri)
    let state = files.map { path in
      var fingerprint = FileFingerprint()
      fingerprint.add(path)
      return fingerprint.text
    }.joined()
    let known = loadedPresets[uri]
    guard known == nil || again && known != state,
      files.allSatisfy({ LV2Bundle.problem(inTurtle: $0) == nil })
    else { return }
    loadedPresets[uri] = state
    _ = with(uri) { node in
      if known != nil { lilv_world_unload_resource(world, node) }
      return lilv_world_load_resource(world, node)
    }
  }
}
