extension CompactWriter {
  mutating func write(_ property: PluginProperty) {
    write(property.identifier)
    write(property.symbol)
    write(property.name)
    write(property.kind.rawValue)
    for number in [property.minimum, property.maximum, property.defaultValue] {
      write(number.map { [$0] } ?? []) { $0.write(Int(truncatingIfNeeded: $1.bitPattern)) }
    }
    write((property.isWritable ? 1 : 0) | (property.isReadable ? 2 : 0))
  }
}

extension CompactReader {
  mutating func property() throws(CompactDamage) -> PluginProperty {
    let identifier = try text()
    let symbol = try text()
    let name = try text()
    guard let kind = PluginProperty.Kind(rawValue: try text()) else { throw CompactDamage() }
    var property = PluginProperty(identifier: identifier, symbol: symbol, name: name, kind: kind)
    property.minimum = try double()
    property.maximum = try double()
    property.defaultValue = try double()
    let flags = try number()
    property.isWritable = flags & 1 != 0
    property.isReadable = flags & 2 != 0
    return property
  }

  private mutating func double() throws(CompactDamage) -> Double? {
    let bits = try array { reader throws(CompactDamage) in try reader.number() }
    return bits.first.map { Double(bitPattern: UInt64(truncatingIfNeeded: $0)) }
  }
}
