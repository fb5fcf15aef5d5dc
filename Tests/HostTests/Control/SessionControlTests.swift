import Drivers
import Testing

@testable import Host

@Suite("Controls and snapshots of sessions") struct SessionControlTests {
  let scratch: SessionScratch
  init() throws { scratch = try SessionScratch() }

  private func session(
    _ controls: String, snapshots: String = "[]", device: String = "midi_capture: 2"
  ) -> String {
    """
    device: {\(device)}
    nodes:
      - {name: amp, builtin: gain}
      - {name: echo, builtin: delay}
      - {name: loop, builtin: feedback}
    connections:
      - amp:out_1 -> playback:in_1
      - echo:out_1 -> playback:in_1
      - loop:out_1 -> playback:in_1
    snapshots: \(snapshots)
    control:
    \(controls)
    """
  }

  @Test func everyKindIsRead() throws {
    let session = try scratch.load(
      session(
        """
          - {cc: 74, channel: 1, node: amp, parameter: gain, from: -60, to: 6, takeover: pickup}
          - {cc: 1, fine: true, node: echo, parameter: milliseconds, from: 1, to: 1000, curve: logarithmic}
          - {note: 36, channel: 10, node: echo, bypass: toggle, port: 2}
          - {cc: 64, node: echo, bypass: momentary}
          - {program: 3, snapshot: Chorus}
          - {bend: true, node: amp, parameter: gain}
          - {pressure: true, node: amp, parameter: gain}
          - {nrpn: 16383, fine: true, node: amp, parameter: gain}
          - {rpn: 0, node: echo, bypass: toggle}
        """, snapshots: "[{name: Chorus, values: {amp.gain: -3}, bypass: {echo: true}}]"))
    #expect(
      session.controls.map(\.control.source) == [
        .controller(74, isFine: false), .controller(1, isFine: true), .note(36),
        .controller(64, isFine: false), .program(3), .bend, .pressure,
        .numbered(16_383, isRegistered: false, isFine: true),
        .numbered(0, isRegistered: true, isFine: false),
      ])
    #expect(session.controls.map(\.from) == [-60, 1, 0, 0, 0, -120, -120, -120, 0])
    #expect(session.controls.map(\.to) == [6, 1000, 0, 0, 0, 40, 40, 40, 0])
    #expect(session.controls.map(\.control.port) == [1, 1, 2, 1, 1, 1, 1, 1, 1])
    #expect(session.controls.map(\.control.channel) == [1, nil, 10, nil, nil, nil, nil, nil, nil])
    let snapshot = try #require(session.snapshots.first)
    #expect(snapshot.name == "Chorus")
    #expect(snapshot.values == [.init(node: "amp", symbol: "gain", value: -3)])
    #expect(snapshot.bypasses == ["echo": true])
  }

  @Test func portsOfTheSequencerAreRead() throws {
    func ports(_ midi: String) throws -> [String]? {
      let text = """
        device: {midi: \(midi)}
        nodes: [{name: a, builtin: noise}]
        chain: [a, playback]
        """
      return try scratch.load(text).session.device.sequencerPorts?.map(\.text)
    }
    #expect(try ports("{}") == nil)
    #expect(try ports("{sequencer: false, connect: [a]}") == nil)
    #expect(try ports("{sequencer: true}") == [])
    #expect(try ports("{connect: ['*nano*', /KEY/]}") == ["*nano*", "/KEY/"])
    #expect(throws: SessionProblems.self) { try ports("{sequenser: true}") }
    #expect(throws: SessionProblems.self) { try ports("{connect: [/(/]}") }
  }

  @Test func mistakesAreToldWithTheirLines() throws {
    let problems = try scratch.problems(
      session(
        """
          - {cc: 128, node: amp, parameter: gain}
          - {cc: 1, note: 1, node: amp, parameter: gain}
          - {cc: 40, fine: true, node: amp, parameter: gain}
          - {cc: 1, node: ampp, parameter: gain}
          - {cc: 1, node: amp, parameter: gian}
          - {cc: 1, node: amp, parameter: gain, to: 99}
          - {cc: 2, node: amp, parameter: gain, curve: logarithmic}
          - {cc: 1, node: amp}
          - {bend: true, node: amp, bypass: toggle}
          - {program: 1, node: amp, parameter: gain}
          - {note: 1, node: loop, bypass: toggle}
          - {program: 1, snapshot: Chorsu}
          - {note: 1, node: amp, bypass: toggle, from: 1}
          - {note: 2, chanel: 1, node: amp, bypass: toggle}
          - {bend: false, node: amp, parameter: gain}
          - {nrpn: 16384, node: amp, parameter: gain}
          - {note: 1, fine: true, node: amp, parameter: gain}
        """,
        snapshots:
          "[{name: Chorus}, {name: Chorus, values: {gain: 1, amp.gain: 99, a.b: 1}, bypass: {x: 1, y: true}}]"
      ))
    #expect(
      problems.sorted()
        == [
          "10: a snapshot named `Chorus` is on line 10 already",
          "10: a value of a snapshot is written NODE.PARAMETER, not `gain`",
          "10: `gain` must be from -120 to 40 dB, not 99",
          "10: no node `a`: there is amp, echo, loop",
          "10: no node `y`: there is amp, echo, loop",
          "10: `x:` must be true or false, not `1`",
          "12: `cc:` must be a whole number from 0 to 127, not `128`",
          "13: a control needs one of `cc:`, `nrpn:`, `rpn:`, `note:`, `program:`, `bend:` and `pressure:`",
          "14: `fine:` needs `nrpn:`, `rpn:` or a `cc:` from 0 to 31: the one 32 above it has the rest",
          "15: no node `ampp`: did you mean `amp`?",
          "16: node `amp` has no parameter `gian`: did you mean `gain`?",
          "17: `gain` must be from -120 to 40 dB, not 99",
          "18: `curve: logarithmic` cannot pass zero: `from:` is -120 and `to:` 40",
          "19: a control needs one of `parameter:`, `bypass:` and `snapshot:`",
          "20: pitch bend and pressure have no buttons: map them to a parameter",
          "21: a program is chosen, and never let go: map it to a snapshot or a toggle",
          "22: node `loop` closes a loop and cannot be bypassed",
          "23: no snapshot `Chorsu`: did you mean `Chorus`?",
          "24: `from:` needs `parameter:`",
          "25: unknown key `chanel` in a control: did you mean `channel`?",
          "26: `bend:` must be true, or left out",
          "27: `nrpn:` must be a whole number from 0 to 16383, not `16384`",
          "28: `fine:` needs `nrpn:`, `rpn:` or a `cc:` from 0 to 31: the one 32 above it has the rest",
        ].sorted())
  }

  @Test func twoLinesForTheSameMessageAndTargetAreRefused() throws {
    let problems = try scratch.problems(
      session(
        """
          - {cc: 7, channel: 1, node: amp, parameter: gain, to: 0}
          - {cc: 7, channel: 2, node: amp, parameter: gain, to: 0}
          - {cc: 7, channel: 1, port: 2, node: amp, parameter: gain, to: 0}
          - {cc: 7, node: amp, parameter: gain, to: 6}
          - {cc: 7, node: echo, parameter: mix}
          - {cc: 39, node: echo, bypass: toggle}
          - {cc: 7, fine: true, node: echo, bypass: momentary}
          - {nrpn: 5, node: amp, parameter: gain}
          - {rpn: 5, node: amp, parameter: gain}
          - {nrpn: 5, channel: 3, fine: true, node: amp, parameter: gain}
          - {program: 5, snapshot: A}
          - {program: 5, channel: 4, snapshot: A}
        """, snapshots: "[{name: A}]"))
    #expect(
      problems == [
        "15: `amp.gain` follows the same messages on line 12",
        "18: the bypass of `echo` follows the same messages on line 17",
        "21: `amp.gain` follows the same messages on line 19",
        "23: snapshot `A` follows the same messages on line 22",
      ])
  }

  @Test(arguments: [
    (
      "midi_capture: 0",
      [
        "12: warning: no MIDI comes in: set `midi_capture:` (JACK) or `midi: {sequencer: true}` "
          + "under `device:`"
      ]
    ),
    ("midi: {sequencer: true}", ["13: warning: nothing comes from MIDI port 2: there is one"]),
    ("midi_capture: 1, midi: {sequencer: true}", []),
    (
      "driver: alsa, midi_capture: 1, midi: {sequencer: true}",
      ["13: warning: nothing comes from MIDI port 2: there is one"]
    ),
  ])
  func whatNoMessageReachesIsTold(device: String, expected: [String]) throws {
    let text = session(
      """
        - {cc: 7, node: amp, parameter: gain}
        - {cc: 7, port: 2, node: amp, parameter: gain}
      """, device: device)
    #expect(try scratch.problems(text).filter { !$0.contains("leaves it out") } == expected)
  }
}
