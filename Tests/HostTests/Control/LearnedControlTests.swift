import Testing

@testable import Host

@Suite("Learned controls") struct LearnedControlTests {
  @Test func messagesAreToldAsASessionWritesThem() {
    func line(_ bytes: [UInt8], port: Int = 0) -> String? {
      LearnedControl(bytes, port: port)?.description
    }
    #expect(line([0xB0, 74, 3]) == "- {cc: 74, channel: 1, node: …, parameter: …}")
    #expect(
      line([0x99, 36, 3], port: 1) == "- {note: 36, channel: 10, port: 2, node: …, parameter: …}")
    #expect(line([0xC0, 3, 0]) == "- {program: 3, channel: 1, snapshot: …}")
    #expect(line([0xD1, 3, 0]) == "- {pressure: true, channel: 2, node: …, parameter: …}")
    #expect(line([0xEF, 3, 0]) == "- {bend: true, channel: 16, node: …, parameter: …}")
    for bytes: [UInt8] in [[0x90, 36, 0], [0x80, 36, 3], [0xF8, 0, 0], [0xA0, 1, 1], [0xB0]] {
      #expect(line(bytes) == nil)
    }
  }
}
