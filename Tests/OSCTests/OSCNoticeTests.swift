import Control
import Testing

@testable import OSC

@Suite("Notifications by OSC") struct OSCNoticeTests {
  @Test func levelsAreFloats() {
    let body: JSONValue = [
      "frame": 9,
      "levels": [["name": "a b", "peak": 0.25, "hold": 1], ["name": "broken"], ["peak": 1]],
    ]
    #expect(
      OSCNotice.messages(.levels, body)
        == [OSCMessage("/tactus/level/a%20b", [.number(0.25), .number(1)])])
  }

  @Test func changesOfWidgetsHaveTheirAddress() {
    #expect(
      OSCNotice.messages(
        .changes, ["change": "set", "node": "amp", "parameter": "gain", "value": -6.5])
        == [OSCMessage("/tactus/changed/set/amp/gain", [.number(-6.5)])])
    #expect(
      OSCNotice.messages(.changes, ["change": "bypass", "node": "amp", "isBypassed": true])
        == [OSCMessage("/tactus/changed/bypass/amp", [.truth(true)])])
    #expect(
      OSCNotice.messages(.changes, ["change": "mute", "isMuted": true])
        == [OSCMessage("/tactus/changed/mute", [.truth(true)])])
  }

  @Test func otherChangesTellTheirFieldsInOrder() {
    #expect(
      OSCNotice.messages(
        .changes, ["change": "session", "path": "/a", "name": "n", "more": [1], "none": .null])
        == [OSCMessage("/tactus/changed/session", [.text("n"), .text("/a")])])
    #expect(
      OSCNotice.messages(.changes, ["change": "graph"]) == [OSCMessage("/tactus/changed/graph")])
  }

  @Test func statisticsAreOneMessageEach() {
    #expect(
      OSCNotice.messages(.statistics, ["load": 0.5, "wake": ["p50": 7, "p99": 9]])
        == [
          OSCMessage("/tactus/statistics/load", [.number(0.5)]),
          OSCMessage("/tactus/statistics/wake/p50", [.integer(7)]),
          OSCMessage("/tactus/statistics/wake/p99", [.integer(9)]),
        ])
  }

  @Test(arguments: ControlTopic.allCases)
  func bodiesOfAnotherShapeAreNotTold(topic: ControlTopic) {
    for body: JSONValue in [.null, [1], ["a": .null]] {
      #expect(OSCNotice.messages(topic, body) == [])
    }
  }

  @Test func refusalsSayWhereCodeAndSentence() {
    #expect(
      OSCNotice.error("/a", ControlError(.busy, "later"))
        == OSCMessage("/tactus/error", [.text("/a"), .text("busy"), .text("later")]))
  }
}
