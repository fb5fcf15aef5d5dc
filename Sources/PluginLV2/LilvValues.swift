import CLilv

/// lilv's texts and collections as Swift values.
enum LilvValues {
  /// The text of a node that lilv keeps.
  static func text(_ node: OpaquePointer?) -> String? {
    node.flatMap { lilv_node_as_string($0) }.map { String(cString: $0) }
  }

  /// The text of a node that is ours; frees it.
  static func text(owned node: OpaquePointer?) -> String? {
    defer { lilv_node_free(node) }
    return text(node)
  }

  /// The number of a node that is ours, if it is one; frees it.
  static func number(owned node: OpaquePointer?) -> Float? {
    defer { lilv_node_free(node) }
    guard let node, lilv_node_is_float(node) || lilv_node_is_int(node) else { return nil }
    return lilv_node_as_float(node)
  }

  /// The texts of nodes that lilv keeps.
  static func texts(_ nodes: UnsafeRawPointer?) -> [String] {
    var found: [String] = []
    var place = lilv_nodes_begin(nodes)
    while !lilv_nodes_is_end(nodes, place) {
      if let text = text(lilv_nodes_get(nodes, place)) { found.append(text) }
      place = lilv_nodes_next(nodes, place)
    }
    return found
  }

  /// The texts of nodes that are ours; frees them.
  static func texts(owned nodes: UnsafeMutableRawPointer?) -> [String] {
    defer { lilv_nodes_free(nodes) }
    return texts(nodes)
  }

  /// The path of a `file:` URI, without a slash at the end.
  static func path(_ node: OpaquePointer?) -> String? {
    guard let node, let uri = lilv_node_as_uri(node) else { return nil }
    return path(uri: String(cString: uri))
  }

  /// The path of a `file:` URI, without a slash at the end.
  static func path(uri: String) -> String? {
    guard let path = lilv_file_uri_parse(uri, nil) else { return nil }
    defer { lilv_free(path) }
    let text = String(cString: path)
    return text.hasSuffix("/") ? String(text.dropLast()) : text
  }
}
