/// A frame, or a part of one, as it is recorded: fields by name, whatever they are called.
///
/// Fields that a reader does not know are left alone by it, and those that a recording does not
/// have keep their defaults: versions of the program understand each other's frames.
enum RecordValue: Equatable {
  case null
  case bool(Bool)
  /// Also natural numbers, by their bits.
  case integer(Int64)
  case real(Double)
  case text(String)
  case list([RecordValue])
  case object([RecordField])

  /// A number as it is kept: to single precision, where its range allows.
  static func rounded(_ value: Double) -> RecordValue {
    let single = Float(value)
    return .real(single.isFinite && (single.isNormal || value == 0) ? Double(single) : value)
  }

  /// Equal bit for bit: one that is not a number is like itself.
  static func == (a: RecordValue, b: RecordValue) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.real(let a), .real(let b)): a.bitPattern == b.bitPattern
    case (.text(let a), .text(let b)): a == b
    case (.list(let a), .list(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    default: false
    }
  }
}

/// A named part of an object.
struct RecordField: Equatable {
  let name: String
  var value: RecordValue
}
