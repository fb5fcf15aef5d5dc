import Foundation
import Host
import Testing

@Suite("SessionResolver") struct SessionResolverTests {
  let scratch: SessionScratch
  init() throws { scratch = try SessionScratch() }

  /// Connections as `place.port>place.port`, D for the device.
  private func wires(_ session: ResolvedSession) -> [String] {
    func name(_ end: ResolvedConnection.End) -> String {
      switch end.place {
      case .device: "D.\(end.port)"
      case .node(let index): "\(index).\(end.port)"
      }
    }
    return session.connections.map { "\(name($0.from))>\(name($0.to))" }
  }

  // MARK: Chains

  @Test func equalCountsAreConnectedInPairs() throws {
    let session = try scratch.load(
      """
      device: {capture: 2}
      nodes: [{name: a, builtin: gain}]
      chain: [capture, a, playback]
      """)
    #expect(wires(session) == ["D.0>0.0", "D.1>0.1", "0.0>D.0", "0.1>D.1"])
    #expect(session.warnings.isEmpty)
  }

  @Test func oneOutputFeedsEveryInput() throws {
    let session = try scratch.load(
      "nodes: [{name: a, builtin: tone}]\nchain: [a, playback]")
    #expect(wires(session) == ["0.0>D.0", "0.0>D.1"])
  }

  @Test func severalOutputsSumIntoOneInput() throws {
    let session = try scratch.load(
      """
      device: {capture: 3, playback: 2}
      nodes: [{name: verb, plugin: "lv2:urn:reverb"}]
      chain: [capture, verb, playback]
      """)
    #expect(wires(session) == ["D.0>0.0", "D.1>0.0", "D.2>0.0", "0.0>D.0", "0.1>D.1"])
  }

  @Test func otherCountsAreAProblem() throws {
    let problems = try scratch.problems(
      """
      nodes:
        - {name: tone, builtin: tone}
        - {name: reverb, plugin: "lv2:urn:reverb"}
        - {name: eq, plugin: "lv2:urn:eq3"}
      chain:
        - [tone, reverb, eq]
      """)
    #expect(
      problems == [
        "6: reverb has 2 outputs and eq has 3 inputs: connect them by name under `connections:`"
      ])
  }

  @Test func nodesWithoutAnEndCannotStandThere() throws {
    let problems = try scratch.problems(
      """
      nodes:
        - {name: tone, builtin: tone}
        - {name: amp, builtin: gain}
      chain:
        - [amp, tone]
        - [playback, amp]
        - [amp, capture]
      """)
    #expect(
      problems == [
        "5: `tone` has no inputs: it can only begin a chain",
        "6: `playback` has no outputs: it can only end a chain",
        "7: `capture` has no inputs: it can only begin a chain",
      ])
  }

  @Test func aDeviceWithoutChannelsSaysHowToGetThem() throws {
    let problems = try scratch.problems("device: {playback: 0}\nchain: [capture, playback]")
    #expect(problems.count == 1)
    #expect(problems[0].contains("`capture` has no channels, set `capture:` under `device:`"))
  }

  @Test func chainsThatShareAStretchConnectItOnce() throws {
    let session = try scratch.load(
      """
      device: {capture: 2}
      nodes: [{name: a, builtin: gain}, {name: b, builtin: gain}]
      chain: [[capture, a, playback], [capture, b, playback], [capture, a, playback]]
      """)
    #expect(session.connections.count == 8)
  }

  // MARK: Connections

  @Test func connectionsFindTheirPorts() throws {
    let session = try scratch.load(
      """
      device: {capture: 1}
      nodes:
        - {name: mix, builtin: mixer, inputs: 2}
        - {name: verb, plugin: "lv2:urn:reverb"}
      connections:
        - capture:out_1 -> verb:in
        - verb:left->mix:in_2_1
        - "verb:right  ->  mix:in_1_2"
        - {from: mix:out_2, to: playback:in_1}
      """)
    #expect(wires(session) == ["D.0>1.0", "1.0>0.2", "1.1>0.1", "0.1>D.0"])
    #expect(session.connections.map(\.mark.line) == [6, 7, 8, 9])
  }

  @Test func whatDoesNotExistIsNamed() throws {
    let problems = try scratch.problems(
      """
      nodes:
        - {name: amp, builtin: gain}
        - {name: verb, plugin: "lv2:urn:reverb"}
      connections:
        - amp:out_1 -> verb:inn
        - amp:out_1 -> verb:microphone
        - ampp:out_1 -> verb:in
        - verb:in -> amp:in_1
        - amp:out_1 -> verb:left
        - amp:out_1 -> playback:in_3
        - drums:out_1 -> verb:in
      """)
    #expect(
      problems == [
        "5: node `verb` has no input `inn`: did you mean `in`?",
        "6: node `verb` has no input `microphone`: there is in",
        "7: unknown node `ampp`: did you mean `amp`?",
        "8: `verb:in` is an input: a connection goes from an output to an input",
        "9: `verb:left` is an output: a connection goes from an output to an input",
        "10: node `playback` has no input `in_3`: did you mean `in_1`?",
        "11: unknown node `drums`: there is amp, verb, capture, playback",
      ])
  }

  @Test func theSameConnectionTwiceIsAProblem() throws {
    let problems = try scratch.problems(
      """
      nodes: [{name: a, builtin: gain}]
      chain: [a, playback]
      connections:
        - a:out_1 -> playback:in_2
        - a:out_1 -> playback:in_2
        - a:out_2 -> playback:in_2
      """)
    #expect(
      problems == [
        "5: these two ports are connected on line 4 already",
        "6: these two ports are connected on line 2 already",
      ])
  }

  @Test func aNodeWithoutConnectionsIsAWarning() throws {
    let problems = try scratch.problems(
      "nodes: [{name: a, builtin: gain}, {name: b, builtin: gain}]\nchain: [a, playback]")
    #expect(problems == ["1: warning: node `b` is not connected to anything"])
  }

  // MARK: Parameters

  @Test func parametersBecomeNumbers() throws {
    let session = try scratch.load(
      """
      nodes:
        - {name: a, plugin: "ladspa:amp:amp_mono", parameters: {mode: hard, gain: 0.5}}
      chain: [a, playback]
      """)
    #expect(session.nodes[0].parameters.map(\.symbol) == ["mode", "gain"])
    #expect(session.nodes[0].parameters.map(\.index) == [1, 0])
    #expect(session.nodes[0].parameters.map(\.value) == [2, 0.5])
  }

  @Test func parametersAreChecked() throws {
    let problems = try scratch.problems(
      """
      nodes:
        - name: a
          plugin: ladspa:amp:amp_mono
          parameters:
            gain: -1
            mode: Sofd
            mood: 1
        - {name: b, builtin: gain, parameters: {gain: loud}}
        - {name: c, builtin: mixer, parameters: {gain_3: 0}}
        - {name: d, builtin: tone, parameters: {level: 0}}
      chain: [[d, a, b, c, playback]]
      """)
    #expect(
      problems == [
        "5: `gain` must be at least 0, not -1",
        "6: `mode` has no value `Sofd`: did you mean `Soft`?",
        "7: node `a` has no parameter `mood`: there is gain, mode",
        "8: `gain` must be a number, not `loud`",
        "9: node `c` has no parameter `gain_3`: did you mean `gain_1`?",
        "10: node `d` has no parameter `level`",
        "11: b has 2 outputs and c has 4 inputs: connect them by name under `connections:`",
      ])
  }

  @Test func theEndsOfARangeAreInIt() throws {
    let problems = try scratch.problems(
      """
      nodes:
        - {name: a, builtin: gain, parameters: {gain: -120}}
        - {name: b, builtin: gain, parameters: {gain: 40.0}}
        - {name: c, builtin: gain, parameters: {gain: 40.01}}
      chain: [a, b, c, playback]
      """)
    #expect(problems == ["4: `gain` must be from -120 to 40 dB, not 40.01"])
  }

  @Test func aPluginThatTakesNoMIDICannotBeGivenAPort() throws {
    let problems = try scratch.problems(
      """
      nodes:
        - {name: a, plugin: "lv2:urn:reverb"}
        - {name: b, plugin: "lv2:urn:reverb", midi: 2}
        - {name: c, plugin: "lv2:urn:reverb", midi: false}
      chain: [a, b, c, playback]
      """)
    #expect(
      problems == [
        "3: node `b` takes no MIDI: leave `midi:` out",
        "4: node `c` takes no MIDI: leave `midi:` out",
      ])
  }

  // MARK: One mistake, one message

  @Test func aPluginThatIsNotThereIsReportedOnce() throws {
    let problems = try scratch.problems(
      """
      nodes:
        - name: a
          plugin: lv2:urn:none
          parameters: {x: 1}
      chain: [a, playback]
      connections: ["a:foo -> playback:in_1"]
      """)
    #expect(problems == ["3: no plugin `urn:none` is installed"])
  }

  @Test func mistakesInANodeDoNotSpreadToItsConnections() throws {
    let problems = try scratch.problems(
      """
      nodes:
        - {name: a, builtin: gian}
        - {name: b, builtin: file-player, file: none.wav}
        - {builtin: gain}
        - {name: d, builtin: gain}
        - {name: d, builtin: tone}
      chain: [a, playback]
      connections:
        - b:out_7 -> playback:in_1
        - c:out_1 -> playback:in_1
        - d:out_2 -> playback:in_2
      """)
    #expect(problems.map { $0.prefix(2) } == ["2:", "3:", "4:", "6:"])
  }

  @Test func anUnreadableConnectionLeavesNoNodeLonely() throws {
    let problems = try scratch.problems(
      "nodes: [{name: a, builtin: gain}]\nconnections: [a -> playback]")
    #expect(problems == ["2: an end of a connection is written NODE:PORT, not `a`"])
  }

  @Test func aSessionThatIsNoYAMLHasNoFurtherProblems() throws {
    #expect(try scratch.problems("nodes: [").count == 1)
  }
}
