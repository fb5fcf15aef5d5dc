/// Bytes as they come, cut into lines; a line that grows too long is thrown away as it comes.
package struct LineBuffer {
  /// What a piece of the stream turned out to be.
  package enum Line: Equatable {
    case whole([UInt8])
    /// Told once, when the limit is passed.
    case tooLong
  }

  let limit: Int
  private var bytes: [UInt8] = []
  private var isSkipping = false

  /// Creates a buffer for lines of so many bytes at most.
  package init(limit: Int) { self.limit = limit }

  /// Takes bytes; gives the lines they end, without their ends.
  ///
  /// Never keeps more than the limit.
  package mutating func take(_ new: ArraySlice<UInt8>) -> [Line] {
    var lines: [Line] = []
    var rest = new
    while let end = rest.firstIndex(of: 0x0A) {
      append(rest[..<end], &lines)
      if !isSkipping, !bytes.isEmpty { lines.append(.whole(bytes)) }
      bytes.removeAll(keepingCapacity: bytes.count <= 4096)
      isSkipping = false
      rest = rest[(end + 1)...]
    }
    append(rest, &lines)
    return lines
  }

  private mutating func append(_ piece: ArraySlice<UInt8>, _ lines: inout [Line]) {
    guard !isSkipping else { return }
    if bytes.count + piece.count > limit {
      isSkipping = true
      bytes = []
      lines.append(.tooLong)
    } else {
      bytes += piece
    }
  }
}
