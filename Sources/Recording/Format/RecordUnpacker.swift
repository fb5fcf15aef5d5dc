/// Reads what a `RecordPacker` wrote.
///
/// Bytes that no packer wrote are refused; they cannot make it use much more memory than they are
/// long, nor end the program.
struct RecordUnpacker {
  /// The bytes are not what a packer writes.
  struct Malformed: Error {}

  private var texts: [String] = []
  private var last: RecordValue?
  private var bytes: ArraySlice<UInt8> = []
  private var depth = 0

  private static let deepest = 16

  /// Creates an unpacker that has read nothing.
  init() {}

  /// The next value; the unpacker cannot go on after one that was malformed.
  mutating func unpack(_ bytes: [UInt8]) throws(Malformed) -> RecordValue {
    self.bytes = bytes[...]
    let value = try readChange(of: last)
    guard self.bytes.isEmpty else { throw Malformed() }
    last = value
    return value
  }

  private mutating func readChange(of old: RecordValue?) throws(Malformed) -> RecordValue {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest, let mark = RecordMark(rawValue: try readByte()) else {
      throw Malformed()
    }
    switch (mark, old) {
    case (.null, _): return .null
    case (.no, _): return .bool(false)
    case (.yes, _): return .bool(true)
    case (.integer, _): return .integer(try readSigned())
    case (.single, _):
      return .real(Double(Float(bitPattern: UInt32(try readBits(bytes: 4)))))
    case (.double, _): return .real(Double(bitPattern: try readBits(bytes: 8)))
    case (.text, _): return .text(try readText())
    case (.list, _): return .list(try readList(count: try readCount()))
    case (.object, _): return .object(try readFields())
    case (.step, .integer(let old)): return .integer(old &+ (try readSigned()))
    case (.fields, .object(let old)): return .object(try readChanges(of: old))
    case (.elements, .list(let old)): return .list(try readElements(of: old))
    case (.step, _), (.fields, _), (.elements, _): throw Malformed()
    }
  }

  private mutating func readList(count: Int) throws(Malformed) -> [RecordValue] {
    // Each takes a byte at least.
    guard count <= bytes.count else { throw Malformed() }
    var elements: [RecordValue] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try readChange(of: nil)) }
    return elements
  }

  private mutating func readFields() throws(Malformed) -> [RecordField] {
    let count = try readCount()
    guard count <= bytes.count else { throw Malformed() }
    var fields: [RecordField] = []
    fields.reserveCapacity(count)
    for _ in 0..<count {
      let name = try readText()
      fields.append(RecordField(name: name, value: try readChange(of: nil)))
    }
    return fields
  }

  private mutating func readChanges(of old: [RecordField]) throws(Malformed) -> [RecordField] {
    var fields = old
    var next = 0
    for _ in 0..<(try readCount(atMost: old.count)) {
      let index = try readCount(atMost: old.count - 1 - next) + next
      fields[index].value = try readChange(of: old[index].value)
      next = index + 1
    }
    return fields
  }

  private mutating func readElements(of old: [RecordValue]) throws(Malformed) -> [RecordValue] {
    let dropped = try readCount(atMost: old.count)
    let kept = try readCount(atMost: old.count - dropped)
    var elements = Array(old[dropped..<dropped + kept])
    var next = 0
    for _ in 0..<(try readCount(atMost: kept)) {
      let index = try readCount(atMost: kept - 1 - next) + next
      elements[index] = try readChange(of: elements[index])
      next = index + 1
    }
    return elements + (try readList(count: try readCount()))
  }
}

extension RecordUnpacker {
  private mutating func readByte() throws(Malformed) -> UInt8 {
    guard let byte = bytes.popFirst() else { throw Malformed() }
    return byte
  }

  private mutating func readBits(bytes count: Int) throws(Malformed) -> UInt64 {
    var bits: UInt64 = 0
    for place in 0..<count { bits |= UInt64(try readByte()) << (8 * place) }
    return bits
  }

  private mutating func readText() throws(Malformed) -> String {
    let number = try readCount(atMost: texts.count)
    if number < texts.count { return texts[number] }
    let count = try readCount(atMost: bytes.count)
    texts.append(String(decoding: bytes.prefix(count), as: UTF8.self))
    bytes = bytes.dropFirst(count)
    return texts[number]
  }

  private mutating func readCount(atMost limit: Int = .max) throws(Malformed) -> Int {
    guard let count = Int(exactly: try readNumber()), count <= limit else { throw Malformed() }
    return count
  }

  private mutating func readSigned() throws(Malformed) -> Int64 {
    let number = try readNumber()
    return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
  }

  private mutating func readNumber() throws(Malformed) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      let byte = try readByte()
      number |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return number }
    }
    throw Malformed()
  }
}
