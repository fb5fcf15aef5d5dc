import Testing

@testable import Meter

@Suite("Styled lines") struct StyledLineTests {
  @Test(arguments: [
    ("plain", "plain"), ("a\u{1B}[2Jb", "a\u{FFFD}[2Jb"), ("a\tb\nc", "a b c"),
    ("\u{202E}abc\u{200B}", "abc"), ("\u{301}e\u{301}", "e\u{301}"), ("拍子", "拍子"),
    ("❤\u{FE0F}", "❤"), ("e\u{301}\u{302}\u{303}\u{304}", "e\u{301}\u{302}\u{303}"),
  ])
  func foreignTextIsMadeSafe(text: String, expected: String) {
    let clean = CellText.clean(text, for: .full)
    #expect(Array(clean.unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test func foreignTextInASCII() {
    #expect(CellText.clean("Größe 拍\t\u{1B}", for: .ascii) == "Gr??e ? ?")
  }

  @Test(arguments: [("", 0), ("abc", 3), ("Größe", 5), ("拍子", 4), ("e\u{301}", 1), ("🎸", 2)])
  func widthInCells(text: String, expected: Int) {
    #expect(CellText.cells(of: text) == expected)
  }

  @Test(arguments: [
    ("abc", 5, "abc  "), ("abcdef", 4, "abc…"), ("拍子拍", 4, "拍… "), ("拍子", 4, "拍子"),
    ("abc", 0, ""), ("abc", 1, "…"),
  ])
  func fits(text: String, width: Int, expected: String) {
    #expect(StyledLine(text).fitted(to: width, glyphs: .full).text == expected)
  }

  @Test func fitsOnTheRight() {
    let line = StyledLine("12").fitted(to: 4, alignment: .right, glyphs: .full)
    #expect(line.text == "  12")
  }

  @Test(arguments: [
    ("one two three", 8, "one two|three"), ("one two three", 7, "one two|three"),
    ("one two three", 6, "one|two three"), ("onetwo", 4, "onet|wo"), ("拍子拍", 5, "拍子|拍"),
    (" abcdef", 4, " abc|def"), ("ae\u{301}b", 2, "ae\u{301}|b"),
  ])
  func breaksAtASpace(text: String, width: Int, expected: String) throws {
    let (first, second) = try #require(CellText.broken(text, cells: width))
    #expect("\(first)|\(second)" == expected)
  }

  @Test func whatFitsIsNotBroken() {
    #expect(CellText.broken("abc", cells: 3) == nil)
    #expect(CellText.broken("abc", cells: 0) == nil)
    #expect(CellText.broken("", cells: 0) == nil)
  }

  @Test func runsOfOneStyleAreOne() {
    var line = StyledLine("a", .good)
    line.append("b", .good)
    line.append("", .alarm)
    line.append("c", .dim)
    #expect(line.runs.map(\.text) == ["ab", "c"])
    #expect(line.cells == 3)
  }

  @Test func suffixBreaksNoWideCharacter() {
    #expect(StyledLine("拍子x").suffix(from: 1).text == " 子x")
    #expect(StyledLine("拍子x").suffix(from: 2).text == "子x")
    #expect(StyledLine("abc").suffix(from: 9).text == "")
  }
}
