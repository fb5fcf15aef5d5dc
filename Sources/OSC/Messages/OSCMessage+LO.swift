import CLO

extension OSCMessage {
  /// Reads one message; nil when it is none, has a blob, or a text in it is not UTF-8.
  init?(_ bytes: ArraySlice<UInt8>) {
    // liblo turns numbers round in a copy of its own, but wants to be able to write.
    var bytes = Array(bytes)
    guard let address = Self.text(bytes[...]), !Self.hasBlob(bytes, behind: address),
      let message = bytes.withUnsafeMutableBytes({
        lo_message_deserialise($0.baseAddress, $0.count, nil)
      })
    else { return nil }
    defer { lo_message_free(message) }
    let count = Int(lo_message_get_argc(message))
    guard let types = lo_message_get_types(message), let values = lo_message_get_argv(message)
    else {
      self.init(address)
      return
    }
    var arguments: [OSCArgument] = []
    for index in 0..<count {
      let type = Unicode.Scalar(UInt8(bitPattern: types[index]))
      guard let argument = OSCArgument(type, values[index]) else { return nil }
      arguments.append(argument)
    }
    self.init(address, arguments)
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    guard let end = bytes.firstIndex(of: 0) else { return nil }
    return String(validating: bytes[..<end], as: UTF8.self)
  }

  /// Whether a type is a blob, of which liblo reads the size even behind the end.
  private static func hasBlob(_ bytes: [UInt8], behind address: String) -> Bool {
    bytes.dropFirst((address.utf8.count / 4 + 1) * 4).prefix { $0 != 0 }
      .contains(UInt8(ascii: "b"))
  }

  /// The message as it is sent.
  package var bytes: [UInt8] {
    guard let message = lo_message_new() else { return [] }
    defer { lo_message_free(message) }
    for argument in arguments { argument.add(to: message) }
    let count = lo_message_length(message, address)
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
      written = lo_message_serialise(message, address, buffer.baseAddress, nil) == nil ? 0 : count
    }
  }
}

extension OSCArgument {
  /// Reads a value that liblo has seen to be whole; nil for a text that is not UTF-8.
  fileprivate init?(_ type: Unicode.Scalar, _ value: UnsafeMutablePointer<lo_arg>?) {
    switch (type, UnsafeRawPointer(value)) {
    case ("T", _): self = .truth(true)
    case ("F", _): self = .truth(false)
    // Values lie at multiples of 4 bytes, whatever their size.
    case ("i", let place?): self = .integer(Int64(place.loadUnaligned(as: Int32.self)))
    case ("h", let place?): self = .integer(place.loadUnaligned(as: Int64.self))
    case ("f", let place?): self = .number(Double(place.loadUnaligned(as: Float.self)))
    case ("d", let place?): self = .number(place.loadUnaligned(as: Double.self))
    case ("s", let place?), ("S", let place?):
      guard let text = String(validatingCString: place.assumingMemoryBound(to: CChar.self)) else {
        return nil
      }
      self = .text(text)
    default: self = .other(Character(type))
    }
  }

  fileprivate func add(to message: lo_message) {
    switch self {
    case .integer(let value):
      if let small = Int32(exactly: value) {
        lo_message_add_int32(message, small)
      } else {
        lo_message_add_int64(message, value)
      }
    case .number(let value): lo_message_add_float(message, Float(value))
    case .text(let text): lo_message_add_string(message, text)
    case .truth(let isTrue):
      if isTrue { lo_message_add_true(message) } else { lo_message_add_false(message) }
    case .other: lo_message_add_nil(message)
    }
  }
}
