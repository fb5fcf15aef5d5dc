import CLilv
import Plugins

extension LV2Reader {
  /// A plugin's ports, and which of them this host can neither feed nor leave out.
  func ports(_ plugin: OpaquePointer) -> (ports: [PluginPort], unknown: [String]) {
    let ranges = LV2Ranges(plugin)
    var ports: [PluginPort] = []
    var unknown: [String] = []
    for index in 0..<lilv_plugin_get_num_ports(plugin) {
      guard let port = lilv_plugin_get_port_by_index(plugin, index) else { continue }
      let classes = LilvValues.texts(lilv_port_get_classes(plugin, port))
      var described = described(plugin, port, index: Int(index), classes: classes)
      if described.kind == .control { ranges.fill(&described) }
      if described.kind == .other, !described.isOptional, sequenceBytes(plugin, port) == nil {
        unknown.append("port \(described.symbol) of kind \(kindName(classes))")
      }
      ports.append(described)
    }
    return (ports, unknown)
  }

  /// The buffer an atom port needs; nil when it is no port for a sequence of events.
  func sequenceBytes(_ plugin: OpaquePointer, _ port: OpaquePointer) -> Int? {
    guard LilvValues.texts(lilv_port_get_classes(plugin, port)).contains(LV2URI.atomPort),
      LilvValues.texts(owned: lilv_port_get_value(plugin, port, nodes.bufferType))
        .contains(LV2URI.sequence)
    else { return nil }
    let wanted = LilvValues.number(owned: lilv_port_get(plugin, port, nodes.minimumSize)) ?? 0
    let features = LilvValues.texts(owned: lilv_plugin_get_supported_features(plugin))
    let least =
      features.contains(LV2URI.resize)
      ? LV2Features.sequenceBytesForResizing : LV2Features.sequenceBytes
    return max(Int(frames: wanted), least)
  }

  private func described(
    _ plugin: OpaquePointer, _ port: OpaquePointer, index: Int, classes: [String]
  ) -> PluginPort {
    let symbol = LilvValues.text(lilv_port_get_symbol(plugin, port)) ?? "port_\(index)"
    var described = PluginPort(
      index: index, symbol: symbol,
      name: LilvValues.text(owned: lilv_port_get_name(plugin, port)) ?? symbol,
      kind: PluginPort.Kind(lv2: classes),
      direction: classes.contains(LV2URI.inputPort) ? .input : .output)
    let properties = LilvValues.texts(owned: lilv_port_get_properties(plugin, port))
    described.isOptional = properties.contains(LV2URI.connectionOptional)
    described.group = group(plugin, port)
    described.designation = designation(plugin, port)
    if described.kind == .other {
      let supported = LilvValues.texts(owned: lilv_port_get_value(plugin, port, nodes.supports))
      described.givesMIDI =
        described.direction == .output && supported.contains(LV2URI.midiEvent)
        && sequenceBytes(plugin, port) != nil
      guard described.direction == .input else { return described }
      described.takesPosition = supported.contains(LV2URI.timePosition)
      described.takesMIDI = supported.contains(LV2URI.midiEvent)
      described.takesPatches = supported.contains(LV2URI.patchMessage)
    }
    guard described.kind == .control || described.kind == .cv else { return described }
    described.isInteger = properties.contains(LV2URI.integer)
    described.isToggled = properties.contains(LV2URI.toggled)
    described.isEnumeration = properties.contains(LV2URI.enumeration)
    described.isRateScaled = properties.contains(LV2URI.sampleRate)
    described.isLogarithmic =
      properties.contains(LV2URI.logarithmic) || properties.contains(LV2URI.logarithmicOld)
    described.scalePoints = scalePoints(plugin, port)
    let unit = unit(plugin, port)
    (described.unit, described.unitFormat) = (unit.symbol, unit.format)
    described.isLatency =
      described.kind == .control && described.direction == .output
      && (properties.contains(LV2URI.reportsLatency) || isDesignatedLatency(plugin, port))
    return described
  }

  private func group(_ plugin: OpaquePointer, _ port: OpaquePointer) -> String {
    guard let node = lilv_port_get(plugin, port, nodes.group) else { return "" }
    defer { lilv_node_free(node) }
    return text(of: node, nodes.name) ?? text(of: node, nodes.label)
      ?? text(of: node, nodes.symbol) ?? ""
  }

  private func designation(_ plugin: OpaquePointer, _ port: OpaquePointer) -> String {
    let uri = LilvValues.text(owned: lilv_port_get(plugin, port, nodes.designation)) ?? ""
    return Self.lastPart(of: uri)
  }

  /// Whether it is the latency by `lv2:designation`, which came after `lv2:reportsLatency`.
  private func isDesignatedLatency(_ plugin: OpaquePointer, _ port: OpaquePointer) -> Bool {
    LilvValues.texts(owned: lilv_port_get_value(plugin, port, nodes.designation))
      .contains(LV2URI.latency)
  }

  private func scalePoints(
    _ plugin: OpaquePointer, _ port: OpaquePointer
  ) -> [PluginPort.ScalePoint] {
    guard let points = lilv_port_get_scale_points(plugin, port) else { return [] }
    defer { lilv_scale_points_free(points) }
    var found: [PluginPort.ScalePoint] = []
    var place = lilv_scale_points_begin(points)
    while !lilv_scale_points_is_end(points, place) {
      let point = lilv_scale_points_get(points, place)
      if let label = LilvValues.text(lilv_scale_point_get_label(point)) {
        let value = lilv_node_as_float(lilv_scale_point_get_value(point))
        found.append(PluginPort.ScalePoint(value: value, label: label))
      }
      place = lilv_scale_points_next(points, place)
    }
    return found.sorted { $0.value < $1.value }
  }

  /// The symbol of a port's unit, and how values are written with it.
  private func unit(_ plugin: OpaquePointer, _ port: OpaquePointer) -> Unit {
    guard let node = lilv_port_get(plugin, port, nodes.unit) else { return Unit() }
    defer { lilv_node_free(node) }
    let name = LilvValues.text(node) ?? ""
    if let known = units[name] { return known }
    let symbol =
      text(of: node, nodes.unitSymbol)
      ?? name.firstIndex(of: "#").map { String(name[$0...].dropFirst()) } ?? ""
    let unit = Unit(symbol: symbol, format: text(of: node, nodes.unitRender) ?? "")
    // A blank node's name means nothing outside its plugin.
    if !lilv_node_is_blank(node) { units[name] = unit }
    return unit
  }

  private func kindName(_ classes: [String]) -> String {
    let general = [LV2URI.port, LV2URI.inputPort, LV2URI.outputPort]
    return classes.first { !general.contains($0) } ?? LV2URI.port
  }
}

extension LV2Reader {
  /// A unit as ports tell it.
  struct Unit {
    var symbol = ""
    var format = ""
  }
}

extension PluginPort.Kind {
  fileprivate init(lv2 classes: [String]) {
    if classes.contains(LV2URI.audioPort) {
      self = .audio
    } else if classes.contains(LV2URI.controlPort) {
      self = .control
    } else {
      self = classes.contains(LV2URI.cvPort) ? .cv : .other
    }
  }
}

/// The ranges of all ports of a plugin, read in one go.
private struct LV2Ranges {
  init(_ plugin: OpaquePointer) {
    let count = Int(lilv_plugin_get_num_ports(plugin))
    minima = Array(repeating: .nan, count: count)
    maxima = minima
    defaults = minima
    lilv_plugin_get_port_ranges_float(plugin, &minima, &maxima, &defaults)
  }

  func fill(_ port: inout PluginPort) {
    port.minimum = number(minima[port.index])
    port.maximum = number(maxima[port.index])
    port.defaultValue = number(defaults[port.index])
  }

  private var minima: [Float]
  private var maxima: [Float]
  private var defaults: [Float]

  private func number(_ value: Float) -> Float? { value.isFinite ? value : nil }
}
