import Drivers
import Testing

@testable import Host

@Suite("Controls and snapshots of sessions") struct SessionControlTests {
  let scratch: SessionScratch
  init() throws { scratch = try SessionScratch() }

  private func session(_ controls: String, snapshots: String = "[]") -> String {
    """
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
        """, snapshots: "[{name: Chorus, values: {amp.gain: -3}, bypass: {echo: true}}]"))
    #expect(
      session.controls.map(\.control.source) == [
        .controller(74, isFine: false), .controller(1, isFine: true), .note(36),
        .controller(64, isFine: false), .program(3), .bend, .pressure,
      ])
    #expect(session.controls.map(\.from) == [-60, 1, 0, 0, 0, -120, -120])
    #expect(session.controls.map(\.to) == [6, 1000, 0, 0, 0, 40, 40])
    #expect(session.controls.map(\.control.port) == [1, 1, 2, 1, 1, 1, 1])
    #expect(session.controls.map(\.control.channel) == [1, nil, 10, nil, nil, nil, nil])
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
          - {cc: 1, node: amp, parameter: gain, curve: logarithmic}
          - {cc: 1, node: amp}
          - {bend: true, node: amp, bypass: toggle}
          - {program: 1, node: amp, parameter: gain}
          - {note: 1, node: loop, bypass: toggle}
          - {program: 1, snapshot: Chorsu}
          - {note: 1, node: amp, bypass: toggle, from: 1}
          - {note: 1, chanel: 1, node: amp, bypass: toggle}
          - {bend: false, node: amp, parameter: gain}
        """,
        snapshots:
          "[{name: Chorus}, {name: Chorus, values: {gain: 1, amp.gain: 99, a.b: 1}, bypass: {x: 1, y: true}}]"
      ))
    #expect(
      problems.sorted()
        == [
          "9: a snapshot named `Chorus` is on line 9 already",
          "9: a value of a snapshot is written NODE.PARAMETER, not `gain`",
          "9: `gain` must be from -120 to 40 dB, not 99",
          "9: no node `a`: there is amp, echo, loop",
          "9: no node `y`: there is amp, echo, loop",
          "9: `x:` must be true or false, not `1`",
          "11: `cc:` must be a whole number from 0 to 127, not `128`",
          "12: a control needs one of `cc:`, `note:`, `program:`, `bend:` and `pressure:`",
          "13: `fine:` needs a `cc:` from 0 to 31: the one 32 above it has the rest",
          "14: no node `ampp`: did you mean `amp`?",
          "15: node `amp` has no parameter `gian`: did you mean `gain`?",
          "16: `gain` must be from -120 to 40 dB, not 99",
          "17: `curve: logarithmic` cannot pass zero: `from:` is -120 and `to:` 40",
          "18: a control needs one of `parameter:`, `bypass:` and `snapshot:`",
          "19: pitch bend and pressure have no buttons: map them to a parameter",
          "20: a program is chosen, and never let go: map it to a snapshot or a toggle",
          "21: node `loop` closes a loop and cannot be bypassed",
          "22: no snapshot `Chorsu`: did you mean `Chorus`?",
          "23: `from:` needs `parameter:`",
          "24: unknown key `chanel` in a control: did you mean `channel`?",
          "25: `bend:` must be true, or left out",
        ].sorted())
  }
}
