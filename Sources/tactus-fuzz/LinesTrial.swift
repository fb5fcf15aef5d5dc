import Control

/// Lines are the same in whatever pieces they come.
enum LinesTrial {
  private static let limit = 40

  static func run(_ bytes: ArraySlice<UInt8>) {
    var whole = LineBuffer(limit: limit)
    var parts = LineBuffer(limit: limit)
    let wanted = whole.take(bytes)
    let got = Pieces(bytes).flatMap { parts.take($0) }
    precondition(got == wanted, "lines depend on the pieces they come in")
    for case .whole(let line) in got { precondition(line.count <= limit, "a line is too long") }
  }
}

/// Bytes in pieces as long as the bytes themselves say.
struct Pieces: Sequence, IteratorProtocol {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func next() -> ArraySlice<UInt8>? {
    guard let first = rest.first else { return nil }
    let piece = rest.prefix(1 + Int(first) % 23)
    rest = rest.dropFirst(piece.count)
    return piece
  }
}
