import CLilv

extension LV2Reader {
  /// The URIs that queries are made of, as lilv takes them.
  struct Nodes {
    init(_ world: OpaquePointer?) {
      func node(_ uri: String) -> OpaquePointer? { lilv_new_uri(world, uri) }
      bufferType = node(LV2URI.bufferType)
      defaultValue = node(LV2URI.defaultValue)
      designation = node(LV2URI.designation)
      group = node(LV2URI.group)
      label = node(LV2URI.label)
      maximum = node(LV2URI.maximum)
      minimum = node(LV2URI.minimum)
      minimumSize = node(LV2URI.minimumSize)
      name = node(LV2URI.name)
      patchReadable = node(LV2URI.patchReadable)
      patchWritable = node(LV2URI.patchWritable)
      range = node(LV2URI.range)
      supports = node(LV2URI.supports)
      symbol = node(LV2URI.symbol)
      unit = node(LV2URI.unit)
      unitRender = node(LV2URI.unitRender)
      unitSymbol = node(LV2URI.unitSymbol)
    }

    func free() {
      let all = [
        bufferType, defaultValue, designation, group, label, maximum, minimum, minimumSize, name,
        patchReadable, patchWritable, range, supports, symbol, unit, unitRender, unitSymbol,
      ]
      for node in all { lilv_node_free(node) }
    }

    let bufferType: OpaquePointer?
    let defaultValue: OpaquePointer?
    let designation: OpaquePointer?
    let group: OpaquePointer?
    let label: OpaquePointer?
    let maximum: OpaquePointer?
    let minimum: OpaquePointer?
    let minimumSize: OpaquePointer?
    let name: OpaquePointer?
    let patchReadable: OpaquePointer?
    let patchWritable: OpaquePointer?
    let range: OpaquePointer?
    let supports: OpaquePointer?
    let symbol: OpaquePointer?
    let unit: OpaquePointer?
    let unitRender: OpaquePointer?
    let unitSymbol: OpaquePointer?
  }

  /// The text of what `subject` says by one of the nodes.
  func text(of subject: OpaquePointer?, _ predicate: OpaquePointer?) -> String? {
    LilvValues.text(owned: lilv_world_get(world, subject, predicate, nil))
  }
}
