extension CompactWriter {
  mutating func write(_ port: PluginPort) {
    write(port.index)
    write(port.symbol)
    write(port.name)
    write(PortFlags(port).rawValue)
    for number in [port.minimum, port.maximum, port.defaultValue] {
      if let number { write(number) }
    }
    write(port.unit)
    write(port.unitFormat)
    write(port.group)
    write(port.designation)
    write(port.scalePoints) {
      $0.write($1.value)
      $0.write($1.label)
    }
  }
}

extension CompactReader {
  mutating func port() throws(CompactDamage) -> PluginPort {
    let index = try number()
    let symbol = try text()
    let name = try text()
    let flags = PortFlags(rawValue: try number())
    var port = PluginPort(
      index: index, symbol: symbol, name: name, kind: flags.kind, direction: flags.direction)
    flags.set(&port)
    if flags.contains(.minimum) { port.minimum = try float() }
    if flags.contains(.maximum) { port.maximum = try float() }
    if flags.contains(.defaultValue) { port.defaultValue = try float() }
    port.unit = try text()
    port.unitFormat = try text()
    port.group = try text()
    port.designation = try text()
    port.scalePoints = try array { reader throws(CompactDamage) in
      PluginPort.ScalePoint(value: try reader.float(), label: try reader.text())
    }
    return port
  }
}

/// What there is one bit for about a port.
private struct PortFlags: OptionSet {
  let rawValue: Int

  init(rawValue: Int) { self.rawValue = rawValue }

  init(_ port: PluginPort) {
    self = Self.kinds[port.kind] ?? []
    if port.direction == .input { insert(.input) }
    if port.minimum != nil { insert(.minimum) }
    if port.maximum != nil { insert(.maximum) }
    if port.defaultValue != nil { insert(.defaultValue) }
    for (flag, property) in Self.properties where port[keyPath: property] { insert(flag) }
  }

  var kind: PluginPort.Kind {
    if contains(.audio) { return .audio }
    if contains(.control) { return .control }
    return contains(.cv) ? .cv : .other
  }

  var direction: PluginPort.Direction { contains(.input) ? .input : .output }

  func set(_ port: inout PluginPort) {
    guard rawValue >= Self.firstProperty else { return }
    for (flag, property) in Self.properties where contains(flag) { port[keyPath: property] = true }
  }

  static let input = PortFlags(rawValue: 1 << 0)
  static let audio = PortFlags(rawValue: 1 << 1)
  static let control = PortFlags(rawValue: 1 << 2)
  static let cv = PortFlags(rawValue: 1 << 3)
  static let minimum = PortFlags(rawValue: 1 << 4)
  static let maximum = PortFlags(rawValue: 1 << 5)
  static let defaultValue = PortFlags(rawValue: 1 << 6)

  private static let kinds: [PluginPort.Kind: PortFlags] = [
    .audio: .audio, .control: .control, .cv: .cv,
  ]

  private static let firstProperty = 1 << 7

  private typealias Property = any WritableKeyPath<PluginPort, Bool> & Sendable

  private static let properties: [(PortFlags, Property)] = named.enumerated().map {
    (PortFlags(rawValue: firstProperty << $0.offset), $0.element)
  }

  private static let named: [Property] = [
    \.isInteger, \.isToggled, \.isEnumeration, \.isLogarithmic, \.isRateScaled, \.isOptional,
    \.takesMIDI, \.takesPosition, \.isLatency, \.takesPatches,
    \.givesMIDI,
  ]
}
