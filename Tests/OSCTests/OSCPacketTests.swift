import Control
import TestSupport
import Testing

@testable import OSC

@Suite("OSC packets") struct OSCPacketTests {
  private let everyType = OSCMessage(
    "/tactus/set/amp/gain",
    [
      .integer(-7), .integer(1 << 40), .number(-6.5), .text("Ünïcode"), .text(""), .truth(true),
      .truth(false),
    ])

  private func code(_ bytes: [UInt8]) -> ControlError.Code? {
    do throws(ControlError) {
      _ = try OSCPacket(parsing: bytes[...])
      return nil
    } catch {
      return error.code
    }
  }

  /// A bundle written by hand.
  private func bundle(_ elements: [[UInt8]], time: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 1]) -> [UInt8] {
    OSCPacket.bundleMark + time
      + elements.flatMap { [0, 0, UInt8($0.count >> 8), UInt8($0.count & 255)] + $0 }
  }

  @Test func readsWhatItWrites() throws {
    let packet = try OSCPacket(parsing: everyType.bytes[...])
    #expect(packet.messages == [everyType])
    #expect(!packet.isBundle)
    #expect(packet.time == nil)
  }

  @Test func takesDoublesSymbolsAndMoreForWhatTheyAre() throws {
    let bytes =
      Array("/a\0\0,dSN\0\0\0\0".utf8) + [0x3F, 0xF8, 0, 0, 0, 0, 0, 0] + Array("x\0\0\0".utf8)
    let packet = try OSCPacket(parsing: bytes[...])
    #expect(packet.messages == [OSCMessage("/a", [.number(1.5), .text("x"), .other("N")])])
  }

  @Test func readsBundles() throws {
    let reload = OSCMessage("/tactus/reload")
    let packet = try OSCPacket(parsing: bundle([everyType.bytes, reload.bytes])[...])
    #expect(packet.isBundle)
    #expect(packet.time == nil)
    #expect(packet.messages == [everyType, reload])
    let timed = try OSCPacket(
      parsing: bundle([reload.bytes], time: [0, 0, 0, 9, 0x80, 0, 0, 0])[...])
    #expect(timed.time == OSCTime(seconds: 9, fraction: 0x8000_0000))
  }

  @Test func refusesBundleWithinBundle() {
    #expect(code(bundle([bundle([everyType.bytes])])) == .tooDeep)
    var deep = everyType.bytes
    for _ in 0..<200 { deep = bundle([deep]) }
    #expect(code(deep) == .tooDeep)
  }

  @Test(arguments: [
    "", "\0", "/a", "/a\0\0", "/a\0\0,i\0\0", "/a\0\0,i\0\0\0\0\0", "/a\0\0ii\0\0\0\0\0\0",
    "/a\0\0,s\0\0abcd", "/a\0\0,q\0\0\0\0\0\0", "/a\0\0,b\0\0",
    "/a\0\0,b\0\0\u{7F}\u{7F}\u{7F}\u{7F}",
    "/a\0\0,\0\0\0\0\0\0\0", "#bundle", "#bundle\0", "#bundle\0\0\0\0\0\0\0\0",
    "#bundle\0\0\0\0\0\0\0\0\u{1}\0\0", "#bundle\0\0\0\0\0\0\0\0\u{1}\0\0\0\u{4}",
    "#bundle\0\0\0\0\0\0\0\0\u{1}\u{7F}\0\0\0abcd", "#bundle\0\0\0\0\0\0\0\0\u{1}\0\0\0\u{3}abcd",
    "#bundle\0\0\0\0\0\0\0\0\u{1}\0\0\0\0", "/a?\u{0}",
  ])
  func refusesWhatIsNotOSC(text: String) {
    #expect(code(Array(text.utf8)) == .malformed)
  }

  @Test func refusesEmptyBundle() { #expect(code(bundle([])) == .missingField) }

  @Test func refusesTextThatIsNotUTF8() {
    #expect(code([0x2F, 0xFF, 0, 0, 0x2C, 0, 0, 0]) == .malformed)
    #expect(code(Array("/a\0\0,s\0\0".utf8) + [0xC0, 0x80, 0x61, 0]) == .malformed)
  }

  @Test func splitsWhatIsTooMuchForOneDatagram() throws {
    let messages = (0..<200).map { OSCMessage("/tactus/level/channel_\($0)", [.number(0.5)]) }
    let datagrams = OSCPacket.datagrams(messages)
    #expect(datagrams.count > 1)
    #expect(datagrams.allSatisfy { $0.count <= OSCPacket.datagramBytes })
    let packets = try datagrams.map { try OSCPacket(parsing: $0[...]) }
    #expect(packets.flatMap(\.messages) == messages)
    #expect(OSCPacket.datagrams([]) == [])
  }

  @Test func sendsAMessageThatIsLargerThanADatagramShouldBe() throws {
    let event = OSCMessage("/tactus/event", [.text(String(repeating: "x", count: 4000))])
    let datagrams = OSCPacket.datagrams([event, event])
    #expect(datagrams.count == 2)
    #expect(try OSCPacket(parsing: datagrams[0][...]).messages == [event])
  }

  @Test func survivesSpoiltPackets() {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let whole = [everyType.bytes, bundle([everyType.bytes, OSCMessage("/tactus/reload").bytes])]
    for _ in 0..<20_000 {
      var bytes = whole.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<max(1, bytes.count), using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.insert(contentsOf: ",bs\0".utf8.shuffled(using: &random), at: place)
        default: bytes.removeLast(min(bytes.count, 4))
        }
      }
      // What is taken all the same can be asked for, or is refused.
      if let packet = try? OSCPacket(parsing: bytes[...]) { _ = try? OSCRequest.parse(packet) }
    }
  }
}
