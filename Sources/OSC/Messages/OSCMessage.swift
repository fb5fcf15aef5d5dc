/// One message of Open Sound Control 1.0: an address and what comes with it.
package struct OSCMessage: Hashable, Sendable {
  package var address: String
  package var arguments: [OSCArgument]

  package init(_ address: String, _ arguments: [OSCArgument] = []) {
    self.address = address
    self.arguments = arguments
  }
}

/// What comes with a message; types that mean the same are one.
package enum OSCArgument: Hashable, Sendable {
  /// `i` and `h`.
  case integer(Int64)
  /// `f` and `d`; sent as `f`, which every program knows.
  case number(Double)
  /// `s` and `S`.
  case text(String)
  /// `T` and `F`.
  case truth(Bool)
  /// Any other type, by its letter; nothing here is asked for so.
  case other(Character)
}
