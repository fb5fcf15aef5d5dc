import Drivers
import Testing

@testable import DriverJACK

@Suite("JACK patchbay") struct JACKPatchbayTests {
  typealias Connection = JACKPatch.Connection

  /// The ports of a server with a card of four outputs and two players.
  private static let ports = [
    "system:playback_1", "system:playback_2", "system:playback_3", "system:playback_4",
    "mixer:left", "mixer:right",
  ]

  private func graph(
    _ ports: [String] = Self.ports, _ connections: Set<Connection> = [],
    appeared: Set<String> = [], later isLater: Bool = false
  ) -> JACKPatchbay.Graph {
    let physical = ports.filter { $0.hasPrefix("system:") }
    let peers = ports.map {
      JACKPatchbay.Peer(name: $0, kind: .playback, physicalNumber: physical.firstIndex(of: $0))
    }
    return JACKPatchbay.Graph(
      nanoseconds: isLater ? JACKPatchbay.doubtNanoseconds : 0, peers: peers,
      connections: connections, appeared: appeared)
  }

  private func patchbay(
    _ targets: [PortTarget]?, count: Int = 2, restoring patch: JACKPatch = JACKPatch()
  ) -> JACKPatchbay {
    let names = (1...count).map { "out_\($0)" }
    return JACKPatchbay(
      rules: [JACKPortRules(kind: .playback, ports: names, targets: targets)], restoring: patch)
  }

  private func first(_ text: String) throws -> PortTarget { .first(try PortPattern(text)) }

  private func connection(_ number: Int, _ peer: String) -> Connection {
    Connection(port: "out_\(number)", peer: peer)
  }

  @Test func physicalPortsComeInOrder() {
    var bay = patchbay(nil)
    #expect(
      bay.look(at: graph()) == [
        connection(1, "system:playback_1"), connection(2, "system:playback_2"),
      ])
  }

  @Test func physicalPortsAreTakenByTheirNumbers() {
    let rules = JACKPortRules(
      kind: .playback, ports: ["out_1", "out_2", "out_3"], targets: nil, channels: [3, 0, 6])
    var bay = JACKPatchbay(rules: [rules])
    #expect(
      bay.look(at: graph()) == [
        connection(1, "system:playback_4"), connection(2, "system:playback_1"),
      ])
    #expect(
      rules.shortages(graph(), client: "tactus") == [
        "JACK has no physical playback port 7: tactus:out_3 stays unconnected"
      ])
  }

  @Test func aPhysicalPortOfANumberMayBeTakenAway() {
    let rules = JACKPortRules(kind: .playback, ports: ["out_1"], targets: nil, channels: [2])
    var bay = JACKPatchbay(
      rules: [rules],
      restoring: JACKPatch(made: [], removed: [connection(1, "system:playback_3")]))
    #expect(bay.look(at: graph()).isEmpty)
  }

  @Test func aPatternGoesOnForThePortsThatAreLeft() throws {
    var bay = patchbay([try first("system:*_[34]")], count: 3)
    #expect(
      bay.look(at: graph()) == [
        connection(1, "system:playback_3"), connection(2, "system:playback_4"),
      ])
  }

  @Test func aNameStandsForOnePort() throws {
    var bay = patchbay([try first("mixer:left")])
    #expect(bay.look(at: graph()) == [connection(1, "mixer:left")])
  }

  @Test func patternsAreCountedEachForItself() throws {
    var bay = patchbay([try first("*:left"), try first("/right$|_2$/")])
    #expect(
      bay.look(at: graph()) == [connection(1, "mixer:left"), connection(2, "system:playback_2")])
  }

  @Test func aListMeansEveryPort() throws {
    var bay = patchbay([.every([try PortPattern("mixer:*"), try PortPattern("system:playback_4")])])
    #expect(
      Set(bay.look(at: graph())) == [
        connection(1, "mixer:left"), connection(1, "mixer:right"),
        connection(1, "system:playback_4"),
      ])
  }

  @Test func aliasesCountAsNames() throws {
    var graph = graph(["system:playback_1"])
    graph.peers[0].aliases = ["Scarlett:main-left"]
    var bay = patchbay([try first("Scarlett:main-left")])
    #expect(bay.look(at: graph) == [connection(1, "system:playback_1")])
    var other = patchbay([try first("Scarlett:*")])
    #expect(other.look(at: graph) == [connection(1, "system:playback_1")])
  }

  @Test func whatAppearsIsConnectedLater() throws {
    var bay = patchbay([try first("mixer:left"), try first("mixer:right")])
    #expect(bay.look(at: graph([])) == [])
    let left = connection(1, "mixer:left")
    #expect(bay.look(at: graph(["mixer:left"])) == [left])
    #expect(
      bay.look(at: graph(["mixer:left", "mixer:right"], [left])) == [connection(2, "mixer:right")])
  }

  @Test func aPortThatHasItsMatchLooksForNoOther() throws {
    var bay = patchbay([try first("mixer*")], count: 1)
    let made = bay.look(at: graph(["mixer:left"]))
    #expect(bay.look(at: graph(["mixer-2:left", "mixer:left"], Set(made))) == [])
  }

  @Test func whatOthersConnectIsRememberedAndRestored() {
    var bay = patchbay(nil)
    var connections = Set(bay.look(at: graph()))
    connections.insert(connection(1, "mixer:left"))
    #expect(bay.look(at: graph(Self.ports, connections)) == [])
    #expect(bay.patch == JACKPatch(made: [connection(1, "mixer:left")]))

    var next = patchbay(nil, restoring: bay.patch)
    #expect(Set(next.look(at: graph())) == connections)
    #expect(next.look(at: graph(Self.ports, connections)) == [])
    #expect(next.patch == bay.patch)
  }

  @Test func whatOthersDisconnectStaysSo() {
    var bay = patchbay(nil)
    var connections = Set(bay.look(at: graph()))
    #expect(bay.look(at: graph(Self.ports, connections)) == [])
    connections.remove(connection(1, "system:playback_1"))
    #expect(bay.look(at: graph(Self.ports, connections)) == [])
    #expect(bay.hasDoubts)
    #expect(bay.look(at: graph(Self.ports, connections)) == [])
    #expect(bay.patch == JACKPatch())
    #expect(bay.look(at: graph(Self.ports, connections, later: true)) == [])
    #expect(!bay.hasDoubts)
    #expect(bay.patch == JACKPatch(removed: [connection(1, "system:playback_1")]))

    var next = patchbay(nil, restoring: bay.patch)
    #expect(next.look(at: graph()) == [connection(2, "system:playback_2")])
  }

  @Test func whatIsConnectedAgainIsForgotten() {
    let removed = connection(1, "system:playback_1")
    var bay = patchbay(nil, restoring: JACKPatch(removed: [removed]))
    var connections = Set(bay.look(at: graph()))
    connections.insert(removed)
    #expect(bay.look(at: graph(Self.ports, connections)) == [])
    #expect(bay.patch == JACKPatch())
  }

  @Test func aClientThatEndsHasDisconnectedNothing() throws {
    var bay = patchbay([try first("mixer:left")])
    let left = connection(1, "mixer:left")
    let other = connection(2, "mixer:right")
    #expect(bay.look(at: graph()) == [left])
    #expect(bay.look(at: graph(Self.ports, [left, other])) == [])
    // Its connections go a moment before its ports.
    #expect(bay.look(at: graph(Self.ports, [])) == [])
    #expect(bay.look(at: graph([], [])) == [])
    #expect(bay.patch == JACKPatch(made: [other]))
    #expect(Set(bay.look(at: graph())) == [left, other])
  }

  @Test func aClientThatIsThereAgainAtOnceHasDisconnectedNothing() throws {
    var bay = patchbay([try first("mixer:left")])
    let left = connection(1, "mixer:left")
    #expect(bay.look(at: graph()) == [left])
    #expect(bay.look(at: graph(Self.ports, [left])) == [])
    #expect(bay.look(at: graph(Self.ports, [], appeared: ["mixer:left"])) == [left])
    #expect(bay.patch == JACKPatch())
  }

  @Test func nothingIsConnectedWhereNothingIsAskedFor() {
    var bay = patchbay([])
    #expect(bay.look(at: graph()) == [])
    var restored = patchbay([], restoring: JACKPatch(made: [connection(2, "mixer:left")]))
    #expect(restored.look(at: graph()) == [connection(2, "mixer:left")])
  }

  @Test func saysWhatIsMissing() throws {
    func lines(_ targets: [PortTarget]?, count: Int) -> [String] {
      patchbay(targets, count: count).rules.flatMap { $0.shortages(graph(), client: "tactus") }
    }
    #expect(
      lines(nil, count: 6) == ["4 physical playback ports for 6: out_5 and on stay unconnected"])
    #expect(lines(nil, count: 4) == [])
    #expect(lines([], count: 2) == [])
    #expect(
      lines([try first("mixer:left")], count: 2)
        == ["1 playback ports for 2: out_2 stays unconnected"])
    #expect(
      lines([try first("nobody:here"), try first("/^no/")], count: 2) == [
        "JACK has no port nobody:here yet: tactus:out_1 waits for it",
        "JACK has no port that matches /^no/ yet: tactus:out_2 waits for one",
      ])
  }
}
