import CLilv
import Plugins

extension LV2Reader {
  /// What a plugin lets be set or tells by `patch:Set` messages, in the order of their URIs.
  func properties(_ plugin: OpaquePointer) -> [PluginProperty] {
    let writable = uris(plugin, nodes.patchWritable)
    let readable = uris(plugin, nodes.patchReadable)
    return writable.union(readable).sorted().map { uri in
      let subject = lilv_new_uri(world, uri)
      defer { lilv_node_free(subject) }
      let symbol = text(of: subject, nodes.symbol) ?? Self.lastPart(of: uri)
      var property = PluginProperty(
        identifier: uri, symbol: symbol,
        name: text(of: subject, nodes.label) ?? text(of: subject, nodes.name) ?? symbol,
        kind: PluginProperty.Kind(range: text(of: subject, nodes.range) ?? ""))
      property.minimum = number(of: subject, nodes.minimum)
      property.maximum = number(of: subject, nodes.maximum)
      property.defaultValue = number(of: subject, nodes.defaultValue)
      property.isWritable = writable.contains(uri)
      property.isReadable = readable.contains(uri)
      return property
    }
  }

  /// What comes behind the last `#` or `/`.
  static func lastPart(of uri: String) -> String {
    uri.lastIndex { $0 == "#" || $0 == "/" }.map { String(uri[$0...].dropFirst()) } ?? uri
  }

  private func uris(_ plugin: OpaquePointer, _ predicate: OpaquePointer?) -> Set<String> {
    Set(LilvValues.texts(owned: lilv_plugin_get_value(plugin, predicate)))
  }

  private func number(of subject: OpaquePointer?, _ predicate: OpaquePointer?) -> Double? {
    LilvValues.number(owned: lilv_world_get(world, subject, predicate, nil)).map(Double.init)
  }
}

extension PluginProperty.Kind {
  fileprivate init(range: String) {
    self =
      switch range {
      case LV2URI.bool: .bool
      case LV2URI.int: .int
      case LV2URI.long: .long
      case LV2URI.float: .float
      case LV2URI.double: .double
      case LV2URI.string: .text
      case LV2URI.path: .path
      case LV2URI.uri: .uri
      default: .other
      }
  }

  /// The type of the atom that holds a value.
  var atomType: String? {
    switch self {
    case .bool: LV2URI.bool
    case .int: LV2URI.int
    case .long: LV2URI.long
    case .float: LV2URI.float
    case .double: LV2URI.double
    case .text: LV2URI.string
    case .path: LV2URI.path
    case .uri: LV2URI.uri
    case .other: nil
    }
  }
}
