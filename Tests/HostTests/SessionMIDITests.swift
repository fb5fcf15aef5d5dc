import Testing

@testable import Host

@Suite("Session MIDI") struct SessionMIDITests {
  private let scratch: SessionScratch

  init() throws { scratch = try SessionScratch() }

  private func session(_ nodes: String...) -> String {
    """
    device: {midi_capture: 2, midi_playback: 2}
    nodes:
    \(nodes.map { "  - {\($0)}" }.joined(separator: "\n"))
    chain: [synth, playback]
    """
  }

  private func midi(_ nodes: String...) throws -> [ResolvedMIDIConnection] {
    let text = """
      device: {midi_capture: 2, midi_playback: 2}
      nodes:
      \(nodes.map { "  - {\($0)}" }.joined(separator: "\n"))
      chain: [synth, playback]
      """
    return try scratch.load(text).midi
  }

  private func wire(
    _ from: ResolvedConnection.Place, _ output: Int, _ to: ResolvedConnection.Place,
    _ input: Int = 0
  ) -> ResolvedMIDIConnection {
    ResolvedMIDIConnection(from: .init(from, port: output), to: .init(to, port: input))
  }

  private let synth = #"name: synth, plugin: "lv2:urn:synth""#
  private let arp = #"name: arp, plugin: "lv2:urn:arp""#

  @Test func aPluginHearsTheFirstPortUnlessToldOtherwise() throws {
    #expect(try midi(synth) == [wire(.device, 0, .node(0))])
    #expect(try midi("\(synth), midi: 2") == [wire(.device, 1, .node(0))])
    #expect(try midi("\(synth), midi: false").isEmpty)
    #expect(try midi("\(synth), midi: []").isEmpty)
  }

  @Test func aNodeIsNamedWithItsPortOrWithout() throws {
    let device = wire(.device, 0, .node(1))
    #expect(try midi("\(synth), midi: 'arp:thru'", arp) == [wire(.node(1), 1, .node(0)), device])
    #expect(
      try midi("\(synth), midi: arp", arp) == [
        wire(.node(1), 0, .node(0)), wire(.node(1), 1, .node(0)), device,
      ])
    #expect(
      try midi("\(synth), midi: [2, 'arp:out', 1]", "\(arp), midi: false") == [
        wire(.device, 1, .node(0)), wire(.node(1), 0, .node(0)), wire(.device, 0, .node(0)),
      ])
  }

  @Test func whatIsNotCompensatedIsTheNodesOwnChoice() throws {
    let connections = try midi("\(synth), midi: [arp, 1]", "\(arp), compensate: false, midi_out: 1")
    #expect(
      connections.map(\.compensates)
        == connections.map { connection in connection.from.place == .device })
  }

  @Test func midiOutGoesToAPortOfTheDevice() throws {
    #expect(
      try midi(synth, "\(arp), midi: false, midi_out: 2").dropFirst() == [
        wire(.node(1), 0, .device, 1), wire(.node(1), 1, .device, 1),
      ])
    #expect(
      try midi(synth, "\(arp), midi: false, midi_out: true").last == wire(.node(1), 1, .device))
    #expect(
      try midi(
        synth, "\(arp), midi: synth2, midi_out: false", "name: synth2, plugin: 'lv2:urn:arp'"
      ).count == 4)
  }

  @Test(arguments: [
    ("midi: arpp", "unknown node `arpp`: did you mean `arp`?"),
    ("midi: synth", "node `synth` cannot hear its own MIDI"),
    ("midi: deaf", "node `deaf` gives no MIDI"),
    ("midi: arp:outt", "node `arp` has no MIDI output `outt`: did you mean `out`?"),
    ("midi: [arp, 'arp:out']", "node `synth` hears `arp:out` twice"),
    ("midi: [2, 2]", "node `synth` hears MIDI port 2 twice"),
    ("midi_out: 1", "node `synth` gives no MIDI: leave `midi_out:` out"),
  ])
  func mistakesAreNamed(key: String, message: String) throws {
    let problems = try scratch.problems(
      session(
        "\(synth), \(key)", "\(arp), midi_out: 1",
        #"name: deaf, builtin: gain"#) + "\nconnections: ['capture:out_1 -> deaf:in']")
    #expect(problems.first == "3: \(message)")
  }

  @Test func aPortTheDeviceIsNotAskedForIsRefused() throws {
    let problems = try scratch.problems(session(synth, "\(arp), midi_out: 3"))
    #expect(
      problems == [
        "4: node `arp` plays to MIDI port 3, and the device is asked for 2: set `midi_playback:` "
          + "under `device:`"
      ])
  }

  @Test func aNodeThatOnlySaysSomethingIsNotLonely() throws {
    #expect(try scratch.problems(session("\(synth), midi: arp", arp)).isEmpty)
    #expect(try scratch.problems(session(synth, "\(arp), midi_out: 1")).isEmpty)
    #expect(
      try scratch.problems(session(synth, arp)) == [
        "4: warning: node `arp` is not connected to anything"
      ])
  }

  @Test func aCircleIsRefusedWithAWayOut() throws {
    let resolved = try scratch.load(
      session(synth, "\(arp), midi: other", "name: other, plugin: 'lv2:urn:arp', midi: arp"))
    let problems = #expect(throws: SessionProblems.self) { try SessionGraph.check(resolved) }
    #expect(
      problems?.problems.first?.message
        == "cycle: arp -> other -> arp; MIDI cannot go in a circle: take a node out of `midi:`")
    #expect(problems?.problems.first?.line == 4)
  }
}
