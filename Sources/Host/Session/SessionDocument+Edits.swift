internal import Control

// Edits are functions of the document alone, but for what they have to know of ports: what is wrong
// with their values is found when the document is resolved.
extension SessionDocument {
  /// Does one edit; `session` is what the document was before all edits of a transaction.
  mutating func apply(
    _ edit: ControlEdit, in session: ResolvedSession
  ) throws(ControlError) {
    switch edit {
    case .set(let node, let parameter, let value, _):
      try set(parameter, of: node, to: YAMLValue(value))
    case .bypass(let node, let isBypassed): try setBypassed(isBypassed, node: node)
    case .addNode(let fields): try addNode(fields)
    case .removeNode(let name): try removeNode(name)
    case .connect(let from, let to): try connect(from, to, in: session)
    case .disconnect(let from, let to): try disconnect(from, to, in: session)
    case .snapshot(let name, _): try goTo(snapshot: name)
    case .preset(let node, let name): try setPreset(name, node: node)
    case .mute(let isMuted): root["muted"] = isMuted || root["muted"] != nil ? .flag(isMuted) : nil
    case .fade, .transport: break
    }
  }

  /// The names of its nodes, in the file's order.
  var nodeNames: [String] { nodes.compactMap { $0["name"]?.text } }

  var nodes: [YAMLValue] {
    get { root["nodes"]?.items ?? [] }
    set { root["nodes"] = .list(newValue) }
  }

  func place(ofNode name: String) throws(ControlError) -> Int {
    guard let place = nodes.firstIndex(where: { $0["name"]?.text == name }) else {
      throw .noNode(name, among: nodeNames)
    }
    return place
  }

  mutating func set(
    _ parameter: String, of node: String, to value: YAMLValue
  ) throws(ControlError) {
    let place = try place(ofNode: node)
    var parameters = nodes[place]["parameters"] ?? .emptyMap
    if parameters.isNothing { parameters = .emptyMap }
    parameters[parameter] = value
    nodes[place]["parameters"] = parameters
  }

  mutating func setBypassed(_ isBypassed: Bool, node: String) throws(ControlError) {
    let place = try place(ofNode: node)
    let isSaid = nodes[place]["bypass"] != nil
    nodes[place]["bypass"] = isBypassed || isSaid ? .flag(isBypassed) : nil
  }

  /// What a preset loads is not to be set otherwise right away.
  private mutating func setPreset(_ name: String, node: String) throws(ControlError) {
    let place = try place(ofNode: node)
    guard nodes[place]["plugin"] != nil else {
      throw ControlError(.unsupported, "node `\(node)` is no plugin, and has no presets")
    }
    nodes[place]["preset"] = .text(name)
    nodes[place]["parameters"] = nil
    nodes[place]["state"] = nil
  }

  private mutating func addNode(_ fields: [String: JSONValue]) throws(ControlError) {
    guard case .text(let name)? = fields["name"] else {
      throw ControlError(.missingField, "a node needs a \"name\"")
    }
    guard !nodeNames.contains(name) else {
      throw ControlError(.conflict, "there is a node `\(name)` already")
    }
    var node = YAMLValue.emptyMap
    node["name"] = .text(name)
    for (key, value) in fields.sorted(by: { $0.key < $1.key }) { node[key] = YAMLValue(value) }
    nodes.append(node)
  }
}

extension SessionDocument {
  private var snapshots: [YAMLValue] {
    get { root["snapshots"]?.items ?? [] }
    set { root["snapshots"] = newValue.isEmpty ? nil : .list(newValue) }
  }

  var snapshotNames: [String] { snapshots.compactMap { $0["name"]?.text } }

  private func place(ofSnapshot name: String) throws(ControlError) -> Int {
    guard let place = snapshots.firstIndex(where: { $0["name"]?.text == name }) else {
      throw ControlError(
        .notFound,
        "there is no snapshot `\(name)`" + NearestName.hint(for: name, among: snapshotNames))
    }
    return place
  }

  /// Has nodes be what a snapshot says.
  private mutating func goTo(snapshot name: String) throws(ControlError) {
    let snapshot = snapshots[try place(ofSnapshot: name)]
    for entry in snapshot["values"]?.entries ?? [] {
      guard let dot = entry.key.lastIndex(of: ".") else { continue }
      try set(
        String(entry.key[entry.key.index(after: dot)...]), of: String(entry.key[..<dot]),
        to: entry.value)
    }
    for entry in snapshot["bypass"]?.entries ?? [] {
      try setBypassed(entry.value.flag ?? false, node: entry.key)
    }
  }

  /// Keeps values and bypasses under a name, in place of what was there under it.
  mutating func storeSnapshot(
    _ name: String, values: [(key: String, value: Float)], bypasses: [(node: String, is: Bool)]
  ) {
    var snapshot = YAMLValue.emptyMap
    snapshot["name"] = .text(name)
    var (kept, bypassed) = (YAMLValue.emptyMap, YAMLValue.emptyMap)
    for (key, value) in values { kept[key] = .number(value) }
    for (node, isBypassed) in bypasses { bypassed[node] = .flag(isBypassed) }
    snapshot["values"] = kept
    snapshot["bypass"] = bypassed
    if let place = snapshots.firstIndex(where: { $0["name"]?.text == name }) {
      snapshots[place] = snapshot
    } else {
      snapshots.append(snapshot)
    }
  }

  /// Forgets a snapshot, and the controls that go to it.
  mutating func removeSnapshot(_ name: String) throws(ControlError) {
    snapshots.remove(at: try place(ofSnapshot: name))
    filter("control") { $0["snapshot"]?.text != name }
  }

  /// Has it play on another device.
  mutating func switchDevice(driver: String?, name: String?) {
    var device = root["device"] ?? .emptyMap
    if device.isNothing { device = .emptyMap }
    if let driver { device["driver"] = .text(driver) }
    if let name { device["name"] = .text(name) } else { device["name"] = nil }
    root["device"] = device
  }

  /// Keeps of a list what passes; a list without anything goes.
  mutating func filter(_ key: String, _ isKept: (YAMLValue) -> Bool) {
    guard let items = root[key]?.items, !items.allSatisfy(isKept) else { return }
    let kept = items.filter(isKept)
    root[key] = kept.isEmpty ? nil : .list(kept)
  }
}

extension YAMLValue {
  init(_ value: ParameterValue) {
    switch value {
    case .number(let number): self = .number(number)
    case .label(let label): self = .text(label)
    }
  }

  /// What JSON says, with texts that stay texts.
  init(_ json: JSONValue) {
    switch json {
    case .null: self.init(.scalar("", isPlain: true))
    case .bool(let flag): self = .flag(flag)
    case .integer(let number): self.init(.scalar("\(number)", isPlain: true))
    case .number(let number): self = .number(number)
    case .text(let text): self = .text(text)
    case .list(let values): self = .list(values.map { YAMLValue($0) })
    case .object(let fields):
      self.init(
        .map(
          fields.sorted { $0.key < $1.key }.map {
            YAMLEntry(key: $0.key, keyMark: .start, value: YAMLValue($0.value))
          }))
    }
  }
}

extension ControlError {
  static func noNode(_ name: String, among names: [String]) -> ControlError {
    ControlError(
      .notFound, "there is no node `\(name)`" + NearestName.hint(for: name, among: names))
  }
}
