import CLilv
import Plugins

/// The body of a `patch:Set` object: a property's number, and an atom.
enum PatchMessage {
  /// Makes one.
  static func body(setting key: LV2_URID, to atom: PatchAtom, types: PatchTypes) -> [UInt8] {
    var body: [UInt8] = []
    append(LV2_Atom_Object_Body(id: 0, otype: types.set), to: &body)
    append(types.property, PatchAtom(type: types.urid, bytes: bytes(of: key)), to: &body)
    append(types.value, atom, to: &body)
    return body
  }

  /// Reads one; nil when it lacks something, or is not whole.
  static func parse(
    _ body: UnsafeRawBufferPointer, types: PatchTypes
  ) -> (key: LV2_URID, atom: PatchAtom)? {
    var key: LV2_URID?
    var value: PatchAtom?
    var offset = MemoryLayout<LV2_Atom_Object_Body>.size
    let headBytes = MemoryLayout<LV2_Atom_Property_Body>.size
    while offset + headBytes <= body.count {
      let head = body.load(fromByteOffset: offset, as: LV2_Atom_Property_Body.self)
      let first = offset + headBytes
      let byteCount = Int(head.value.size)
      guard first + byteCount <= body.count else { return nil }
      let atom = PatchAtom(type: head.value.type, bytes: Array(body[first..<first + byteCount]))
      if head.key == types.property, byteCount == 4 { key = atom.load(LV2_URID.self) }
      if head.key == types.value { value = atom }
      offset = (first + byteCount + 7) & ~7
    }
    guard let key, let value else { return nil }
    return (key, value)
  }

  private static func append(_ key: LV2_URID, _ atom: PatchAtom, to body: inout [UInt8]) {
    let value = LV2_Atom(size: UInt32(atom.bytes.count), type: atom.type)
    append(LV2_Atom_Property_Body(key: key, context: 0, value: value), to: &body)
    body += atom.bytes
    while !body.count.isMultiple(of: 8) { body.append(0) }
  }

  private static func append<Value: BitwiseCopyable>(_ value: Value, to body: inout [UInt8]) {
    body += bytes(of: value)
  }

  static func bytes<Value: BitwiseCopyable>(of value: Value) -> [UInt8] {
    withUnsafeBytes(of: value) { Array($0) }
  }
}

/// An atom's type and body.
struct PatchAtom {
  let type: LV2_URID
  let bytes: [UInt8]

  init(type: LV2_URID, bytes: [UInt8]) {
    self.type = type
    self.bytes = bytes
  }

  /// A value as a property of some kind takes it; nil when it is none of that kind.
  init?(_ value: PluginValue, as kind: PluginProperty.Kind, map: URIDMap) {
    guard let uri = kind.atomType, let bytes = Self.bytes(of: value, as: kind) else { return nil }
    type = map.map(uri)
    self.bytes = bytes
  }

  /// The value, when it is one this host knows.
  func value(map: URIDMap) -> PluginValue? {
    guard let name = map.unmap(type).map({ String(cString: $0) }) else { return nil }
    switch name {
    case LV2URI.bool, LV2URI.int: return load(Int32.self).map { .number(Double($0)) }
    case LV2URI.long: return load(Int64.self).map { .number(Double($0)) }
    case LV2URI.float: return load(Float.self).map { .number(Double($0)) }
    case LV2URI.double: return load(Double.self).map { .number($0) }
    case LV2URI.string, LV2URI.path, LV2URI.uri:
      return .text(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
    default: return nil
    }
  }

  /// The body as a number; nil when it has another length.
  func load<Value: BitwiseCopyable>(_ type: Value.Type) -> Value? {
    guard bytes.count == MemoryLayout<Value>.size else { return nil }
    return bytes.withUnsafeBytes { $0.loadUnaligned(as: type) }
  }

  private static func bytes(of value: PluginValue, as kind: PluginProperty.Kind) -> [UInt8]? {
    switch (kind, value) {
    case (.bool, .number(let number)): PatchMessage.bytes(of: Int32(number == 0 ? 0 : 1))
    case (.int, .number(let number)):
      Int32(exactly: number.rounded()).map { PatchMessage.bytes(of: $0) }
    case (.long, .number(let number)):
      Int64(exactly: number.rounded()).map { PatchMessage.bytes(of: $0) }
    case (.float, .number(let number)): PatchMessage.bytes(of: Float(number))
    case (.double, .number(let number)): PatchMessage.bytes(of: number)
    case (.text, .text(let text)), (.path, .text(let text)), (.uri, .text(let text)):
      Array(text.utf8) + [0]
    default: nil
    }
  }
}
