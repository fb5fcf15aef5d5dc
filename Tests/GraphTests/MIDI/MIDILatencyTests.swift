import Testing

@testable import Graph

/// MIDI comes with the sound it belongs to, whatever is late.
@Suite("Latency of MIDI", .serialized) struct MIDILatencyTests {
  private static let melody = [
    MIDINote.on(0, 60), .off(63, 60), .on(64, 62), .off(100, 62), .on(255, 65), .off(300, 65),
  ]

  private func late(_ frames: Int, _ notes: [MIDINote] = melody) -> [MIDINote] {
    notes.map { MIDINote($0.frame + frames, bytes: $0.bytes) }
  }

  private func node(_ name: String, _ station: MIDIStation, latency: Int = 0) -> GraphNode {
    var node = station.graphNode(name)
    node.latencyFrames = latency
    return node
  }

  private func graph(
    _ nodes: [GraphNode], _ connections: [GraphConnection], _ midi: [MIDIConnection]
  ) -> GraphDescription {
    var graph = GraphDescription(
      nodes: nodes, connections: connections, captureChannels: 1, playbackChannels: 1,
      maximumFrames: 128)
    graph.midiConnections = midi
    return graph
  }

  /// Sound through a late node, to one that hears the device's MIDI.
  private func effect(_ late: GraphNode, _ listener: GraphNode) -> GraphDescription {
    graph(
      [late, listener],
      [
        connect(.capture(0), .node(0, port: 0)), connect(.node(0, port: 0), .node(1, port: 0)),
        connect(.node(1, port: 0), .playback(0)),
      ], [MIDIConnection(from: .capture(0), to: .node(1, port: 0))])
  }

  @Test(arguments: [1, 50, 700], [[128], [64, 1, 63], [300]])
  func meetsTheSoundAtAListener(latency: Int, lengths: [Int]) throws {
    let listener = MIDIStation()
    let player = try GraphPlayer(
      playing: effect(node("late", MIDIStation(), latency: latency), node("listener", listener)))
    let device = MIDIDevice(capture: [Self.melody])
    let periods = Array(repeating: lengths, count: 20).flatMap(\.self).prefix(40)
    try PlayerRunner().play(player, Array(periods), device: device)
    let end = periods.reduce(0, +)
    #expect(listener.heard == late(latency).filter { $0.frame < end })
    #expect(listener.heard.count == Self.melody.count)
  }

  @Test func isAsLateAsWhoSaysItAndWaitedFor() throws {
    let (source, synth) = (MIDIStation(Self.melody), MIDIStation())
    let graph = graph(
      [node("source", source, latency: 30), node("synth", synth, latency: 5), node("dry", source)],
      [
        connect(.node(1, port: 0), .playback(0)), connect(.capture(0), .node(2, port: 0)),
        connect(.node(2, port: 0), .playback(0)),
      ],
      [
        MIDIConnection(from: .node(0, port: 0), to: .node(1, port: 0)),
        MIDIConnection(from: .capture(0), to: .node(1, port: 0)),
        MIDIConnection(from: .node(2, port: 0), to: .playback(0)),
        MIDIConnection(from: .node(0, port: 0), to: .playback(0)),
      ])
    let latencies = try GraphLatencies(graph)
    #expect(latencies.arrivalFrames == [0, 30, 0])
    #expect(latencies.latencyFrames == 35)
    #expect(latencies.delayFrames == [0, 0, 35])
    #expect(latencies.midiDelayFrames == [0, 30, 35, 5])
  }

  @Test func whatDoesNotCompensateIsNeitherDelayedNorWaitedFor() throws {
    let midi = [
      MIDIConnection(from: .node(0, port: 0), to: .node(1, port: 0), compensates: false),
      MIDIConnection(from: .node(2, port: 0), to: .playback(0), compensates: false),
    ]
    let nodes = [30, 5, 0].map { node("node", MIDIStation(), latency: $0) }
    let latencies = try GraphLatencies(
      graph(nodes, [connect(.node(1, port: 0), .playback(0))], midi))
    #expect(latencies.arrivalFrames == [0, 0, 0])
    #expect(latencies.latencyFrames == 5)
    #expect(latencies.midiDelayFrames == [0, 0])
  }

  @Test func whatThePlaybackDoesNotWaitForIsNotDelayed() throws {
    let graph = graph(
      [node("source", MIDIStation(), latency: 30)], [connect(.capture(0), .playback(0))],
      [MIDIConnection(from: .node(0, port: 0), to: .playback(0))])
    let latencies = try GraphLatencies(graph)
    #expect(latencies.latencyFrames == 0)
    #expect(latencies.midiDelayFrames == [0])
  }

  @Test func meetsTheSoundAtTheDevice() throws {
    let source = MIDIStation(Self.melody)
    let player = try GraphPlayer(
      playing: graph(
        [node("source", source), node("late", MIDIStation(), latency: 90)],
        [connect(.node(0, port: 0), .node(1, port: 0)), connect(.node(1, port: 0), .playback(0))],
        [MIDIConnection(from: .node(0, port: 0), to: .playback(0))]))
    let device = MIDIDevice(playback: 1)
    try PlayerRunner().play(player, Array(repeating: 100, count: 5), device: device)
    #expect(device.played == [late(90)])
  }

  @Test(arguments: [(700, 20), (20, 700), (0, 300), (300, 0)])
  func anEditOfTheLatencyKeepsEveryMessageAndTheirOrder(before: Int, after: Int) throws {
    let (state, listener) = (NodeState(), MIDIStation())
    let (middle, end) = (MIDIStation(), node("listener", listener))
    func graph(_ latency: Int) -> GraphDescription {
      var node = middle.graphNode("late", state: state)
      node.latencyFrames = latency
      return effect(node, end)
    }
    let notes = (0..<400).map { place in
      place % 2 == 0 ? MIDINote.on(place * 5, 60) : .off(place * 5, 60)
    }
    let device = MIDIDevice(capture: [notes])
    let player = try GraphPlayer(playing: graph(before), fadeFrames: 64)
    let runner = try PlayerRunner()
    runner.play(player, Array(repeating: 64, count: 15), device: device)
    try player.replace(with: graph(after), fadeFrames: 64)
    runner.play(player, Array(repeating: 64, count: 40), device: device)
    #expect(listener.heard.map(\.bytes) == notes.map(\.bytes))
    #expect(zip(listener.heard, notes).allSatisfy { $0.frame - $1.frame <= max(before, after) })
    #expect(listener.heard.suffix(50) == late(after, notes).suffix(50))
  }

  @Test func aBypassedNodePassesItAsLateAsItsSound() throws {
    let (middle, listener) = (MIDIStation(), MIDIStation())
    let graph = graph(
      [node("late", middle, latency: 77).bypassed(), node("listener", listener)],
      [connect(.node(1, port: 0), .playback(0))],
      [
        MIDIConnection(from: .capture(0), to: .node(0, port: 0)),
        MIDIConnection(from: .node(0, port: 0), to: .node(1, port: 0)),
      ])
    let player = try GraphPlayer(playing: graph)
    let device = MIDIDevice(capture: [Self.melody])
    try PlayerRunner().play(player, [33, 67, 128, 100, 128], device: device)
    #expect(listener.heard == late(77))
  }

  @Test func whatWaitsIsNotHeardOnceTheConnectionIsGone() throws {
    let listener = MIDIStation()
    let (first, end) = (node("late", MIDIStation(), latency: 100), node("listener", listener))
    let device = MIDIDevice(capture: [[.on(0, 60), .on(60, 61)]])
    let whole = effect(first, end)
    var without = whole
    without.midiConnections = []
    let player = try GraphPlayer(playing: whole, fadeFrames: 64)
    let runner = try PlayerRunner()
    runner.play(player, [64, 64], device: device)
    #expect(listener.heard == [.on(100, 60)])
    try player.replace(with: without)
    runner.play(player, [64, 64, 64], device: device)
    #expect(listener.heard == [.on(100, 60), .off(128, 60)])
  }

  @Test func moreThanCanWaitIsCountedAndLeavesNoNoteHanging() throws {
    let listener = MIDIStation()
    let end = node("listener", listener)
    let notes = (0..<5_000).map { place in
      place % 2 == 0 ? MIDINote.on(place / 4, 60) : .off(place / 4, 60)
    }
    let player = try GraphPlayer(
      playing: effect(node("late", MIDIStation(), latency: 4_000), end))
    try PlayerRunner().play(
      player, Array(repeating: 64, count: 120), device: MIDIDevice(capture: [notes]))
    #expect(end.lostMessages > 0)
    #expect(listener.held.isEmpty)
    #expect(listener.heard.count + end.lostMessages >= notes.count)
  }
}
