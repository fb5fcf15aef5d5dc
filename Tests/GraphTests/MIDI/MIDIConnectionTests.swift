import CRealtime
import Testing

@testable import Graph

@Suite("MIDI connections", .serialized) struct MIDIConnectionTests {
  private static let melody = [
    MIDINote.on(0, 60), .off(63, 60), .on(64, 62), .on(64, 65), .off(100, 62), .off(255, 65),
  ]

  private func graph(
    _ nodes: [GraphNode], _ midi: [MIDIConnection], maximumFrames: Int = 256
  ) -> GraphDescription {
    var graph = GraphDescription(
      nodes: nodes,
      connections: nodes.indices.map { connect(.node($0, port: 0), .playback(0)) },
      playbackChannels: 1, maximumFrames: maximumFrames)
    graph.midiConnections = midi
    return graph
  }

  private func wire(_ source: Int, _ destination: Int, port: Int = 0) -> MIDIConnection {
    MIDIConnection(from: .node(source, port: port), to: .node(destination, port: 0))
  }

  @Test(arguments: [0, 1, 3], [[256], [1, 255], [64, 64, 64, 64], [33, 67, 156], [300]])
  func areHeardAtTheirFrameInTheSamePeriod(helpers: Int, lengths: [Int]) throws {
    let (source, middle) = (MIDIStation(Self.melody), MIDIStation(transposing: 7))
    let listener = MIDIStation()
    // The listener stands first: only the connection can have it performed last.
    let player = try GraphPlayer(
      playing: graph(
        [listener.graphNode("c"), middle.graphNode("b"), source.graphNode("a")],
        [wire(2, 1), wire(1, 0)]))
    let runner = try PlayerRunner(helpers: helpers)
    runner.play(player, lengths)
    #expect(middle.heard == Self.melody)
    #expect(
      listener.heard
        == Self.melody.map { MIDINote($0.frame, $0.bytes[0], $0.bytes[1] + 7, $0.bytes[2]) })
  }

  @Test func severalSourcesAreMergedByFrameThenInTheirOrder() throws {
    let first = MIDIStation([.on(5, 1), .on(9, 2)])
    let second = MIDIStation([.on(3, 3), .on(5, 4), .on(200, 5)])
    let listener = MIDIStation()
    let device = MIDIDevice(capture: [[.on(5, 6)], [.on(1, 7)]])
    let player = try GraphPlayer(
      playing: graph(
        [first.graphNode("a"), second.graphNode("b"), listener.graphNode("c")],
        [wire(1, 2), MIDIConnection(from: .capture(0), to: .node(2, port: 0)), wire(0, 2)]))
    let runner = try PlayerRunner()
    runner.play(player, [128, 128], device: device)
    #expect(listener.heard.map { $0.bytes[1] } == [3, 4, 6, 1, 2, 5])
    #expect(listener.heard.map(\.frame) == [3, 5, 5, 5, 9, 200])
  }

  @Test func aNodeHearsNothingOfTheDeviceByItself() throws {
    let listener = MIDIStation()
    let device = MIDIDevice(capture: [[.on(5, 6)]], playback: 1)
    let player = try GraphPlayer(playing: graph([listener.graphNode("a")], []))
    try PlayerRunner().play(player, [64], device: device)
    #expect(listener.heard.isEmpty)
  }

  @Test func goesToTheDevicesPortsFromSeveralNodes() throws {
    let (first, second) = (MIDIStation([.on(5, 1), .on(70, 2)]), MIDIStation([.on(5, 3)]))
    let device = MIDIDevice(playback: 2)
    let player = try GraphPlayer(
      playing: graph(
        [first.graphNode("a"), second.graphNode("b")],
        [
          MIDIConnection(from: .node(1, port: 0), to: .playback(1)),
          MIDIConnection(from: .node(0, port: 0), to: .playback(1)),
        ], maximumFrames: 64))
    // In two parts.
    try PlayerRunner().play(player, [128], device: device)
    #expect(device.played == [[], [.on(5, 3), .on(5, 1), .on(70, 2)]])
  }

  @Test func whatASourceHasNoRoomForIsRefused() throws {
    let notes = (0..<600).map { MIDINote(0, 0xC0, UInt8($0 % 128)) }
    let (source, listener) = (MIDIStation(notes), MIDIStation())
    let player = try GraphPlayer(
      playing: graph([source.graphNode("a"), listener.graphNode("b")], [wire(0, 1)]))
    try PlayerRunner().play(player, [64])
    #expect(source.refused == 600 - MIDIBuffer.capacity)
    #expect(listener.heard == Array(notes.prefix(MIDIBuffer.capacity)))
  }

  @Test func whatAListenerHasNoRoomForIsCountedAndLeavesNoNoteHanging() throws {
    let notes = (0..<400).map { MIDINote.on(0, UInt8($0 % 128), channel: UInt8($0 / 128)) }
    let ends = notes.map { MIDINote.off(64, $0.bytes[1], channel: $0.bytes[0] & 15) }
    let sources = [MIDIStation(notes + ends), MIDIStation(notes.reversed() + ends)]
    let listener = MIDIStation()
    let node = listener.graphNode("c")
    let player = try GraphPlayer(
      playing: graph(
        [sources[0].graphNode("a"), sources[1].graphNode("b"), node], [wire(0, 2), wire(1, 2)]))
    try PlayerRunner().play(player, [64, 64, 64, 64, 64])
    #expect(node.lostMessages > 0)
    #expect(listener.held.isEmpty)
  }

  @Test func framesOutsideTheBlockAreBroughtIntoIt() throws {
    let listener = MIDIStation()
    let wild = ClosureNode { block in
      guard let events = block.events, let port = events.pointee.midi_playback?[0] else { return }
      for frame: UInt32 in [5, 3, 1000] {
        withUnsafePointer(to: (UInt8(0x90), UInt8(1), UInt8(1))) { bytes in
          bytes.withMemoryRebound(to: UInt8.self, capacity: 3) { bytes in
            var event = rt_midi_event(frame: frame, byte_count: 3, bytes: bytes)
            _ = port.write(port.port, &event)
          }
        }
      }
    }
    var node = wild.graphNode("a", outputs: 1)
    node.midiOutputCount = 1
    let player = try GraphPlayer(playing: graph([node, listener.graphNode("b")], [wire(0, 1)]))
    try PlayerRunner().play(player, [64])
    #expect(listener.heard.map(\.frame) == [5, 5, 63])
  }

  // MARK: Mistakes

  @Test func cyclesAreRefused() {
    let nodes = ["a", "b"].map { MIDIStation().graphNode($0) }
    let error = #expect(throws: GraphError.self) {
      _ = try GraphPlayer(playing: graph(nodes, [wire(0, 1), wire(1, 0)]))
    }
    #expect(error?.code == .cycle)
    #expect(error?.nodes == ["a", "b"])
  }

  @Test func aWayBackBySoundIsACycleToo() {
    let nodes = ["a", "b"].map { MIDIStation().graphNode($0) }
    var graph = graph(nodes, [wire(0, 1)])
    graph.connections.append(connect(.node(1, port: 0), .node(0, port: 0)))
    #expect(throws: GraphError.self) { _ = try GraphPlayer(playing: graph) }
  }

  @Test(arguments: [
    (MIDIConnection(from: .node(0, port: 1), to: .node(1, port: 0)), GraphError.Code.unknownPort),
    (MIDIConnection(from: .node(0, port: 0), to: .node(1, port: 1)), .unknownPort),
    (MIDIConnection(from: .node(0, port: 0), to: .node(2, port: 0)), .unknownPort),
    (MIDIConnection(from: .node(2, port: 0), to: .node(1, port: 0)), .unknownPort),
    (MIDIConnection(from: .node(7, port: 0), to: .node(1, port: 0)), .unknownNode),
    (MIDIConnection(from: .playback(0), to: .node(1, port: 0)), .wrongDirection),
    (MIDIConnection(from: .node(0, port: 0), to: .capture(0)), .wrongDirection),
  ])
  func mistakesAreNamed(connection: MIDIConnection, code: GraphError.Code) {
    let nodes = [
      MIDIStation().graphNode("a"), MIDIStation().graphNode("b"), .constant(0, "deaf"),
    ]
    let error = #expect(throws: GraphError.self) {
      _ = try GraphPlayer(playing: graph(nodes, [connection]))
    }
    #expect(error?.code == code)
  }

  @Test func theSameTwiceIsRefused() {
    let nodes = ["a", "b"].map { MIDIStation().graphNode($0) }
    let error = #expect(throws: GraphError.self) {
      _ = try GraphPlayer(playing: graph(nodes, [wire(0, 1), wire(0, 1)]))
    }
    #expect(error?.code == .duplicateConnection)
  }
}
