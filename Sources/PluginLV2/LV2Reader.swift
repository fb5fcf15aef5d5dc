import CLilv
import Plugins

/// Reads what a world says about its plugins; used by one caller at a time.
final class LV2Reader {
  init(_ world: OpaquePointer?) {
    self.world = world
    nodes = Nodes(world)
  }

  /// Frees what the queries are made of, before the world goes.
  func free() { nodes.free() }

  /// Every plugin of the world.
  var plugins: [OpaquePointer] {
    let all = lilv_world_get_all_plugins(world)
    var found: [OpaquePointer] = []
    var place = lilv_plugins_begin(all)
    while !lilv_plugins_is_end(all, place) {
      if let plugin = lilv_plugins_get(all, place) { found.append(plugin) }
      place = lilv_plugins_next(all, place)
    }
    return found
  }

  /// The plugin with this URI.
  func plugin(_ uri: String) -> OpaquePointer? {
    // lilv prints a complaint about what is no URI.
    guard uri.contains(":"), let node = lilv_new_uri(world, uri) else { return nil }
    defer { lilv_node_free(node) }
    return lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world), node)
  }

  /// The plugin's URI.
  func uri(_ plugin: OpaquePointer) -> String {
    LilvValues.text(lilv_plugin_get_uri(plugin)) ?? ""
  }

  /// The directory of the plugin's bundle.
  func bundle(_ plugin: OpaquePointer) -> String {
    LilvValues.path(lilv_plugin_get_bundle_uri(plugin)) ?? ""
  }

  /// The file of the plugin's library.
  func libraryPath(_ plugin: OpaquePointer) -> String? {
    LilvValues.path(lilv_plugin_get_library_uri(plugin))
  }

  /// Describes a plugin; reads its data when nobody asked for it before.
  func descriptor(_ plugin: OpaquePointer) -> PluginDescriptor {
    let required = LilvValues.texts(owned: lilv_plugin_get_required_features(plugin)).sorted()
    let (ports, unknown) = ports(plugin)
    let uri = uri(plugin)
    var descriptor = PluginDescriptor(
      format: .lv2,
      identifier: uri,
      name: LilvValues.text(owned: lilv_plugin_get_name(plugin)) ?? uri,
      author: LilvValues.text(owned: lilv_plugin_get_author_name(plugin)) ?? "",
      category: category(plugin),
      library: bundle(plugin),
      ports: ports,
      requiredFeatures: required,
      missingFeatures: required.filter { !LV2URI.supportedFeatures.contains($0) } + unknown)
    descriptor.blockLengths = blockLengths(plugin)
    descriptor.properties = properties(plugin)
    return descriptor
  }

  let nodes: Nodes
  let world: OpaquePointer?
  var units: [String: Unit] = [:]
  var checkedFiles: [String: PluginProblem?] = [:]
  /// The state of the files that presets were read from.
  var loadedPresets: [String: String] = [:]

  private func category(_ plugin: OpaquePointer) -> String {
    guard let kind = lilv_plugin_get_class(plugin),
      LilvValues.text(lilv_plugin_class_get_uri(kind)) != LV2URI.plugin,
      let label = LilvValues.text(lilv_plugin_class_get_label(kind))
    else { return "" }
    return label.hasSuffix(" Plugin") ? String(label.dropLast(7)) : label
  }
}
