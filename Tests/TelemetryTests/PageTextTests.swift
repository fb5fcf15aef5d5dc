import Testing

@testable import Telemetry

/// A field of sixteen bytes, as C arrays look from Swift.
private typealias Field = (UInt64, UInt64)

@Suite("Texts in the page") struct PageTextTests {
  private func roundTrip(_ text: String) -> String {
    var field: Field = (.max, .max)
    PageText.store(text, in: &field)
    return PageText.load(field)
  }

  @Test(arguments: ["", "gain", "fifteen bytes !", "Größe", "拍子", "🎸"])
  func keepsWhatFits(text: String) {
    #expect(roundTrip(text) == text)
  }

  @Test func marksWhatWasCut() {
    #expect(roundTrip("sixteen bytes !!") == "sixteen byte…")
  }

  @Test func cutsBetweenCharacters() {
    // Three bytes each: four of them and the ellipsis are fifteen bytes.
    #expect(roundTrip("拍拍拍拍拍拍") == "拍拍拍拍…")
    #expect(roundTrip("ab👩‍👩‍👧‍👦cd") == "ab…")
    #expect(roundTrip("abcdefghijke\u{301}\u{302}xyz") == "abcdefghijk…")
  }

  @Test func characterLargerThanTheFieldLeavesTheMark() {
    let marks = String(repeating: "\u{301}", count: 40)
    #expect(roundTrip("e" + marks) == "…")
  }

  @Test func endsAtZero() {
    #expect(roundTrip("ab\0cd") == "ab")
  }

  @Test func clearsWhatWasThere() {
    var field: Field = (0, 0)
    PageText.store("a longer text", in: &field)
    PageText.store("b", in: &field)
    #expect(field.0 == UInt64(UInt8(ascii: "b")).littleEndian)
    #expect(field.1 == 0)
  }

  @Test func readsUnterminatedField() {
    let field: Field = (0x6161_6161_6161_6161, 0x6161_6161_6161_6161)
    #expect(PageText.load(field) == String(repeating: "a", count: 16))
  }

  @Test func replacesWhatIsNotUTF8() {
    let field: Field = (UInt64(0xFF).littleEndian, 0)
    #expect(PageText.load(field) == "\u{FFFD}")
  }
}
