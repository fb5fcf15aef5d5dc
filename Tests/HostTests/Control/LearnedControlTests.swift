import Testing

@testable import Host

@Suite("Learned controls") struct LearnedControlTests {
  @Test func messagesAreToldAsASessionWritesThem() {
    func line(_ bytes: [UInt8], port: Int = 0) -> String? {
      var learner = ControlLearner()
      return learner.hear(bytes, port: port)?.description
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

  /// What is told of controllers' messages on the first channel.
  private func sources(_ messages: [(UInt8, UInt8)]) -> [String] {
    var learner = ControlLearner()
    return messages.compactMap { learner.hear([0xB0, $0, $1], port: 0)?.source }
  }

  @Test func whatMovesOnIsToldOnce() {
    #expect(sources([(7, 1), (7, 2), (8, 1), (7, 3)]) == ["cc: 7", "cc: 8", "cc: 7"])
  }

  @Test func dataEntryIsToldByTheParametersNumber() {
    #expect(sources([(99, 1), (98, 3), (6, 5), (6, 6)]) == ["nrpn: 131"])
    #expect(sources([(101, 0), (100, 1), (6, 5)]) == ["rpn: 1"])
    #expect(
      sources([(99, 1), (98, 3), (6, 5), (38, 1), (6, 6), (38, 2)])
        == ["nrpn: 131", "nrpn: 131, fine: true"])
    // After the number that stands for none it is a controller like any other.
    #expect(sources([(101, 0), (100, 1), (101, 127), (100, 127), (6, 5)]) == ["cc: 6"])
  }
}
