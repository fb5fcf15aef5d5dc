import Testing

@testable import Command

@Suite("TextTable") struct TextTableTests {
  @Test func alignsColumns() {
    var table = TextTable([.init(title: "NAME"), .init(title: "N", isRightAligned: true)])
    table.add(["gain", "2"])
    table.add(["a", "100"])
    #expect(table.lines(columns: nil) == ["NAME    N", "gain    2", "a     100"])
  }

  @Test func wrapsOnlyWhatMay() {
    var table = TextTable([.init(title: "ID"), .init(title: "TEXT", wraps: true)])
    table.add(["identifier", "some words that are many"])
    #expect(
      table.lines(columns: 26) == [
        "ID          TEXT", "identifier  some words", "            that are many",
      ])
  }

  @Test func shrinksTheWidestFirst() {
    var table = TextTable([.init(title: "", wraps: true), .init(title: "", wraps: true)])
    table.add(["twenty characters is", "and here are forty characters if counted"])
    #expect(table.lines(columns: 42).allSatisfy { $0.count <= 42 })
    #expect(table.lines(columns: 42).contains { $0.hasPrefix("twenty characters is") })
  }

  @Test func keepsLongWordsWhole() {
    var table = TextTable([.init(title: "", wraps: true)])
    table.add(["http://example.org/a/very/long/address"])
    #expect(table.lines(columns: 10).contains("http://example.org/a/very/long/address"))
  }

  @Test func cellsMayHoldLines() {
    var table = TextTable([.init(title: "A"), .init(title: "B")])
    table.add(["1", "x\ny"])
    #expect(table.blocks(columns: nil) == [["A  B"], ["1  x", "   y"]])
  }

  @Test func hangsWrappedText() {
    #expect("a bb ccc".hanging("- ", columns: 18) == "- a bb ccc")
    let text = "one two three four five".hanging("> ", columns: 18)
    #expect(text == "> one two three\n  four five")
  }

  @Test(arguments: [(0, "0 bytes"), (1023, "1023 bytes"), (8 << 20, "8 MiB"), (3 << 40, "3 TiB")])
  func countsBytes(_ bytes: Int, _ text: String) {
    #expect(ByteCount.text(bytes) == text)
  }
}
