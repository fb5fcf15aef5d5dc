/// Writes values as bytes: the first whole, those after it as what changed in them.
///
/// Numbers are written seven bits to a byte, lowest first, texts once and from then on by their
/// number. What one packer wrote, one `RecordUnpacker` reads, from the first value on.
struct RecordPacker {
  private(set) var bytes: [UInt8] = []
  private var texts: [String: Int] = [:]
  private var last: RecordValue?

  /// Creates a packer that has written nothing.
  init() {}

  /// The bytes of the next value.
  mutating func pack(_ value: RecordValue) -> [UInt8] {
    bytes.removeAll(keepingCapacity: true)
    if let last { writeChange(from: last, to: value) } else { write(value) }
    last = value
    return bytes
  }

  private mutating func write(_ value: RecordValue) {
    switch value {
    case .null: mark(.null)
    case .bool(let bool): mark(bool ? .yes : .no)
    case .integer(let number):
      mark(.integer)
      write(signed: number)
    case .real(let number): write(number)
    case .text(let text):
      mark(.text)
      write(text)
    case .list(let elements):
      mark(.list)
      write(count: elements.count)
      for element in elements { write(element) }
    case .object(let fields):
      mark(.object)
      write(count: fields.count)
      for field in fields {
        write(field.name)
        write(field.value)
      }
    }
  }

  private mutating func write(_ number: Double) {
    let single = Float(number)
    if Double(single).bitPattern == number.bitPattern {
      mark(.single)
      withUnsafeBytes(of: single.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    } else {
      mark(.double)
      withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
  }

  /// A text by its number; a new one follows the number that comes next.
  private mutating func write(_ text: String) {
    if let number = texts[text] {
      write(count: number)
    } else {
      write(count: texts.count)
      texts[text] = texts.count
      write(count: text.utf8.count)
      bytes.append(contentsOf: text.utf8)
    }
  }

  private mutating func mark(_ mark: RecordMark) { bytes.append(mark.rawValue) }
  private mutating func write(count: Int) { write(UInt64(count)) }

  /// Small numbers of either sign become small ones.
  private mutating func write(signed number: Int64) {
    write(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
  }

  private mutating func write(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

extension RecordPacker {
  /// Writes what makes `value` of `last`.
  private mutating func writeChange(from last: RecordValue, to value: RecordValue) {
    switch (last, value) {
    case (.integer(let old), .integer(let new)):
      mark(.step)
      write(signed: new &- old)
    case (.object(let old), .object(let new)) where haveSameNames(old, new):
      mark(.fields)
      writeChanges(old.count, { old[$0].value }, { new[$0].value })
    case (.list(let old), .list(let new)) where !old.isEmpty:
      writeChange(from: old, to: new)
    default:
      write(value)
    }
  }

  private func haveSameNames(_ a: [RecordField], _ b: [RecordField]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0.name == $1.name }
  }

  /// Lists of the last things lose some at the front and get others at the end.
  private mutating func writeChange(from old: [RecordValue], to new: [RecordValue]) {
    let dropped = droppedCount(from: old, to: new)
    let kept = min(old.count - dropped, new.count)
    mark(.elements)
    write(count: dropped)
    write(count: kept)
    writeChanges(kept, { old[dropped + $0] }, { new[$0] })
    write(count: new.count - kept)
    for element in new[kept...] { write(element) }
  }

  /// How many must go from the front for the rest to be what `new` begins with; 0 if nothing helps.
  private func droppedCount(from old: [RecordValue], to new: [RecordValue]) -> Int {
    guard let first = new.first else { return 0 }
    let found = old.indices.first { start in
      old[start] == first && zip(old[start...], new).allSatisfy { $0 == $1 }
    }
    return found ?? 0
  }

  /// The changed ones of `count` values, each behind how many were left out before it.
  private mutating func writeChanges(
    _ count: Int, _ old: (Int) -> RecordValue, _ new: (Int) -> RecordValue
  ) {
    let changed = (0..<count).filter { old($0) != new($0) }
    write(count: changed.count)
    var next = 0
    for index in changed {
      write(count: index - next)
      writeChange(from: old(index), to: new(index))
      next = index + 1
    }
  }
}

/// What stands before each value that is written.
enum RecordMark: UInt8 {
  case null, no, yes, integer, single, double, text, list, object
  /// An integer, by how far it is from the last one.
  case step
  /// An object with some of its fields changed.
  case fields
  /// A list: how many went from its front, those that stayed and changed, those that came.
  case elements
}
