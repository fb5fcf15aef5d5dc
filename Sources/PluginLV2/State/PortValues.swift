import CLilv
import Plugins

/// The values of control inputs on their way to lilv, or from it.
final class PortValues {
  /// By symbol.
  private(set) var values: [String: Float]

  /// With values to hand out; those that are no finite numbers have no form in Turtle.
  init(_ values: [String: Float], _ map: URIDMap) {
    self.values = values.filter(\.value.isFinite)
    double = map.map(LV2URI.double)
    float = map.map(LV2URI.float)
    long = map.map(LV2URI.long)
    ints = [map.map(LV2URI.int), map.map(LV2URI.bool)]
    small = .allocate(capacity: 1)
    small.initialize(to: 0)
    large = .allocate(capacity: 1)
    large.initialize(to: 0)
  }

  /// With the values of a state.
  convenience init(of state: OpaquePointer, _ map: URIDMap) {
    self.init([:], map)
    lilv_state_emit_port_values(
      state,
      { symbol, context, value, byteCount, type in
        guard let context, let symbol, let value else { return }
        let taker = Unmanaged<PortValues>.fromOpaque(context).takeUnretainedValue()
        taker.values[String(cString: symbol)] = taker.number(value, byteCount, type)
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    small.deallocate()
    large.deallocate()
  }

  /// Gives lilv a value, which it copies before it asks for the next one.
  ///
  /// It writes 8 decimals of a float and 16 of a double, of which serd gets those of large negative
  /// numbers wrong; so what is below 1, and needs them, is given as a double. Both come back as they
  /// were from 1e-9 on.
  static let give: LilvGetPortValueFunc = { symbol, context, byteCount, type in
    guard let context, let symbol else { return nil }
    let giver = Unmanaged<PortValues>.fromOpaque(context).takeUnretainedValue()
    guard let value = giver.values[String(cString: symbol)] else { return nil }
    let isSmall = abs(value) < 1
    if isSmall { giver.small.pointee = Double(value) } else { giver.large.pointee = value }
    byteCount?.pointee = UInt32(isSmall ? MemoryLayout<Double>.size : MemoryLayout<Float>.size)
    type?.pointee = isSmall ? giver.double : giver.float
    return isSmall ? UnsafeRawPointer(giver.small) : UnsafeRawPointer(giver.large)
  }

  private let double: LV2_URID
  private let float: LV2_URID
  private let long: LV2_URID
  private let ints: [LV2_URID]
  private let small: UnsafeMutablePointer<Double>
  private let large: UnsafeMutablePointer<Float>

  private func number(
    _ value: UnsafeRawPointer, _ byteCount: UInt32, _ type: LV2_URID
  ) -> Float? {
    func load<Number>(_: Number.Type) -> Number? {
      byteCount == MemoryLayout<Number>.size ? value.loadUnaligned(as: Number.self) : nil
    }
    if type == float { return load(Float.self) }
    if type == double { return load(Double.self).map(Float.init) }
    if type == long { return load(Int64.self).map(Float.init) }
    return ints.contains(type) ? load(Int32.self).map(Float.init) : nil
  }
}
