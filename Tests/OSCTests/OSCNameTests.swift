import TestSupport
import Testing

@testable import OSC

@Suite("Names in OSC") struct OSCNameTests {
  @Test func encodesWhatOSCDoesNotAllow() {
    #expect(OSCName.encode("amp-1_b.c") == "amp-1_b.c")
    #expect(OSCName.encode("my amp/#1*") == "my%20amp%2F%231%2A")
    #expect(OSCName.encode("50%") == "50%25")
    #expect(OSCName.encode("Ü\n") == "%C3%9C%0A")
  }

  @Test func decodesWhatItEncodes() {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<1000 {
      let name = String(
        String.UnicodeScalarView(
          (0..<8).compactMap { _ in Unicode.Scalar(UInt32.random(in: 1...0x2FFF, using: &random)) })
      )
      let encoded = OSCName.encode(name)
      #expect(encoded.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x2F })
      #expect(OSCName.decode(encoded[...]) == name)
    }
  }

  @Test func takesEitherCase() { #expect(OSCName.decode("%c3%9C") == "Ü") }

  @Test(arguments: ["%", "%2", "%zz", "%C3", "a*", "a?", "[ab]", "{a,b}", "a#"])
  func refuses(name: String) { #expect(OSCName.decode(name[...]) == nil) }
}
