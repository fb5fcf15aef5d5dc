import CDBus

/// A message of the bus, of which this process owns a reference.
final class BusMessage {
  let pointer: OpaquePointer

  /// Takes over a reference.
  init(owning pointer: OpaquePointer) { self.pointer = pointer }

  /// A call of a method; nil when there is no memory.
  init?(to service: String, path: String, interface: String, method: String) {
    guard let pointer = dbus_message_new_method_call(service, path, interface, method) else {
      return nil
    }
    self.pointer = pointer
  }

  deinit { dbus_message_unref(pointer) }

  /// The types of the protocol that are used here, by their codes.
  enum Kind: UInt8 {
    case int32 = 0x69  // i
    case int64 = 0x78  // x
    case string = 0x73  // s
    case uint32 = 0x75  // u
    case uint64 = 0x74  // t
    case variant = 0x76  // v
  }

  /// Appends a number.
  func append<Number: FixedWidthInteger>(_ number: Number, as kind: Kind) {
    withUnsafePointer(to: number) { append($0, as: kind) }
  }

  /// Appends a text.
  func append(_ text: String) {
    text.withCString { characters in withUnsafePointer(to: characters) { append($0, as: .string) } }
  }

  private func append(_ value: UnsafeRawPointer, as kind: Kind) {
    var place = DBusMessageIter()
    dbus_message_iter_init_append(pointer, &place)
    dbus_message_iter_append_basic(&place, Int32(kind.rawValue), value)
  }

  /// The number in the variant that is its first argument.
  func variantInteger() throws(BusFailure) -> Int64 {
    var outer = DBusMessageIter()
    var inner = DBusMessageIter()
    guard dbus_message_iter_init(pointer, &outer) != 0,
      dbus_message_iter_get_arg_type(&outer) == Int32(Kind.variant.rawValue)
    else { throw .malformed }
    dbus_message_iter_recurse(&outer, &inner)
    var value = DBusBasicValue()
    let code = dbus_message_iter_get_arg_type(&inner)
    guard let kind = Kind(rawValue: UInt8(truncatingIfNeeded: code)) else { throw .malformed }
    switch kind {
    case .int32, .int64, .uint32, .uint64: dbus_message_iter_get_basic(&inner, &value)
    case .string, .variant: throw .malformed
    }
    switch kind {
    case .int32: return Int64(value.i32)
    case .uint32: return Int64(value.u32)
    default: return Int64(value.i64)
    }
  }

  /// The error it is; nil for any other message.
  var failure: BusFailure? {
    guard dbus_message_get_type(pointer) == DBUS_MESSAGE_TYPE_ERROR else { return nil }
    var error = DBusError()
    dbus_error_init(&error)
    defer { dbus_error_free(&error) }
    guard dbus_set_error_from_message(&error, pointer) != 0 else { return .malformed }
    return .error(
      name: String(cString: error.name), message: error.message.map { String(cString: $0) } ?? "")
  }
}
