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
      problems == [
        "9: `amp.gain`"
      ])
  }
}
