import Testing

@testable import Meter

@Suite("Keys and mouse") struct InputDecoderTests {
  private func inputs(_ text: String) -> [MeterInput] {
    var decoder = InputDecoder()
    return decoder.take(Array(text.utf8))
  }

  @Test(arguments: [
    ("q", MeterInput.character("q")), ("\r", .enter), ("\n", .enter), ("\t", .tab),
    ("\u{1B}[A", .up), ("\u{1B}OB", .down), ("\u{1B}[C", .right), ("\u{1B}[D", .left),
    ("\u{1B}[1;2C", .farRight), ("\u{1B}[1;2D", .farLeft), ("\u{1B}[Z", .backTab),
    ("\u{1B}[H", .home), ("\u{1B}[4~", .end), ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown),
    ("\u{1B}[<0;10;1M", .press(row: 0, column: 9)), ("\u{1B}[<64;1;1M", .wheel(-1)),
    ("\u{1B}[<65;200;60M", .wheel(1)),
  ])
  func isUnderstood(text: String, expected: MeterInput) {
    #expect(inputs(text) == [expected])
  }

  @Test(arguments: [
    "\u{1B}[<0;10;1m", "\u{1B}[<2;10;1M", "\u{1B}[<0;0;0M", "\u{1B}[<0;10M", "\u{1B}[<;;M",
    "\u{1B}[<99999999999999999999;1;1M", "\u{1B}[15~", "\u{1B}x", "\u{1B}OP", "é",
    "\u{1B}[" + String(repeating: "1", count: 40),
  ])
  func whatIsNotUnderstoodIsLeftOutWhole(text: String) {
    let found = inputs(text + "q")
    #expect(found.last == .character("q"))
    #expect(found.allSatisfy { if case .character = $0 { true } else { false } })
  }

  @Test func sequenceMayComeInPieces() {
    var decoder = InputDecoder()
    #expect(decoder.take([0x1B]).isEmpty && decoder.isPending)
    #expect(decoder.take(Array("[<0;3".utf8)).isEmpty)
    #expect(decoder.take(Array(";2Mq".utf8)) == [.press(row: 1, column: 2), .character("q")])
    #expect(!decoder.isPending)
  }

  @Test func escapeAloneIsAKeyOnceNothingFollows() {
    var decoder = InputDecoder()
    #expect(decoder.take([0x1B]).isEmpty)
    #expect(decoder.settle() == .escape)
    #expect(decoder.take(Array("[".utf8)) == [.character("[")])
    _ = decoder.take([0x1B, UInt8(ascii: "[")])
    #expect(decoder.settle() == nil && !decoder.isPending)
  }

  @Test func anyBytesAtAllDoNoHarm() {
    var decoder = InputDecoder()
    for _ in 0..<10_000 {
      _ = decoder.take(
        (0..<8).map { _ in [0x1B, 0x5B, 0x3C, 0x4D, .random(in: 0...255)].randomElement() ?? 0 })
    }
    _ = decoder.settle()
    #expect(decoder.take(Array("q".utf8)) == [.character("q")])
  }
}
