import Testing

@testable import Graph

/// No note hangs, whatever becomes of who began it.
@Suite("Held notes", .serialized) struct HeldNotesTests {
  private let source = MIDIStation([
    .on(10, 60), MIDINote(11, 0xB3, 64, 127), .on(12, 61, channel: 3),
  ])
  private let listener = MIDIStation()
  private let device = MIDIDevice(playback: 1)
  private let nodes: [GraphNode]
  private let runner: PlayerRunner

  init() throws {
    nodes = [source.graphNode("source"), listener.graphNode("listener")]
    runner = try PlayerRunner()
  }

  private func graph(_ nodes: [GraphNode], _ midi: [MIDIConnection]) -> GraphDescription {
    var graph = GraphDescription(
      nodes: nodes,
      connections: nodes.indices.map { connect(.node($0, port: 0), .playback(0)) },
      playbackChannels: 1, maximumFrames: 64)
    graph.midiConnections = midi
    return graph
  }

  private var wire: [MIDIConnection] {
    [
      MIDIConnection(from: .node(0, port: 0), to: .node(1, port: 0)),
      MIDIConnection(from: .node(0, port: 0), to: .playback(0)),
    ]
  }

  private func settle(_ player: GraphPlayer) {
    while !player.isSettled { runner.play(player, [64], device: device) }
  }

  private func expectEnds(at frame: Int) {
    let ends = [MIDINote.off(frame, 60), .off(frame, 61, channel: 3), MIDINote(frame, 0xB3, 64, 0)]
    #expect(Array(listener.heard.dropFirst(3)) == ends)
    #expect(Array(device.played[0].dropFirst(3)) == ends)
  }

  @Test func endWithTheConnection() throws {
    let player = try GraphPlayer(playing: graph(nodes, wire), fadeFrames: 64)
    runner.play(player, [64], device: device)
    try player.replace(with: graph(nodes, []))
    settle(player)
    expectEnds(at: 64)
    #expect(listener.held.isEmpty)
  }

  @Test func endWithTheNode() throws {
    let player = try GraphPlayer(playing: graph(nodes, wire), fadeFrames: 64)
    runner.play(player, [64], device: device)
    try player.replace(with: graph([nodes[1]], []))
    settle(player)
    expectEnds(at: 64)
  }

  @Test func endWhenTheSourceIsBypassed() throws {
    let player = try GraphPlayer(playing: graph(nodes, wire), fadeFrames: 64)
    runner.play(player, [64], device: device)
    try player.replace(with: graph([nodes[0].bypassed(), nodes[1]], wire))
    settle(player)
    expectEnds(at: 64)
    #expect(listener.held.isEmpty)
  }

  @Test func endWhenTheSourceIsMuted() throws {
    var node = nodes[0]
    node.outputGuard = OutputGuard(limit: 10, holdFrames: 64, riseFrames: 64)
    let player = try GraphPlayer(playing: graph([node, nodes[1]], wire))
    runner.play(player, [64], device: device)
    source.sample = .nan
    runner.play(player, [64, 64], device: device)
    expectEnds(at: 64)
    // Heard again once it is good for long enough.
    source.sample = 0
    source.script = (0..<40).map { .on(64 * $0, 70) }
    runner.play(player, Array(repeating: 64, count: 20), device: device)
    #expect(listener.heard.last?.bytes == [0x90, 70, 100])
    #expect(listener.heard.filter { $0.bytes[1] == 70 }.count < 20)
  }

  @Test func endWhenTheDeviceHasGone() throws {
    let keys = MIDIDevice(capture: [[.on(10, 60), .on(70, 62)]])
    let player = try GraphPlayer(
      playing: graph(nodes, [MIDIConnection(from: .capture(0), to: .node(1, port: 0))]))
    runner.play(player, [64], device: keys)
    runner.play(player, [64])
    #expect(listener.heard == [.on(10, 60), .off(64, 60)])
  }

  @Test func endOnceTheDeviceIsBack() throws {
    let player = try GraphPlayer(playing: graph(nodes, wire))
    runner.play(player, [64], device: device)
    runner.play(player, [64])
    runner.play(player, [64], device: device)
    #expect(Array(device.played[0].dropFirst(3)).map(\.frame) == [128, 128, 128])
    // The node heard all the while.
    #expect(listener.heard.count == 3)
  }

  @Test func stayWhereAnEditLeavesTheConnection() throws {
    let player = try GraphPlayer(playing: graph(nodes, wire), fadeFrames: 64)
    runner.play(player, [64], device: device)
    let other = MIDIStation([.on(400, 1)])
    let more = MIDIConnection(from: .node(2, port: 0), to: .node(1, port: 0))
    try player.replace(with: graph(nodes + [other.graphNode("other")], wire + [more]))
    settle(player)
    runner.play(player, Array(repeating: 64, count: 6), device: device)
    #expect(listener.heard.count == 4)
    #expect(device.played[0].count == 3)
  }

  @Test func anotherSourcesNotesGoOn() throws {
    let other = MIDIStation([.on(20, 80)])
    let more = MIDIConnection(from: .node(2, port: 0), to: .node(1, port: 0))
    let all = nodes + [other.graphNode("other")]
    let player = try GraphPlayer(playing: graph(all, wire + [more]), fadeFrames: 64)
    runner.play(player, [64], device: device)
    try player.replace(with: graph(all, [more]))
    settle(player)
    #expect(listener.held == [MIDINote(0, 0, 80)])
  }

  @Test func moreThanFitInOneBlockEndOneAfterTheOther() throws {
    source.script = (0..<1600).map { .on($0 / 4, UInt8($0 % 128), channel: UInt8($0 / 128)) }
    let player = try GraphPlayer(playing: graph(nodes, wire), fadeFrames: 64)
    runner.play(player, Array(repeating: 64, count: 7), device: device)
    #expect(listener.held.count == 1600)
    try player.replace(with: graph(nodes, []), fadeFrames: 6400)
    settle(player)
    #expect(listener.held.isEmpty)
    #expect(listener.heard.count == 3200)
  }

  @Test func endWhenThePlayerBeginsAnew() throws {
    let player = try GraphPlayer(playing: graph(nodes, wire))
    runner.play(player, [64], device: device)
    let again = [MIDIStation().graphNode("source"), nodes[1]]
    player.adopt(try GraphPlayer(playing: graph(again, wire)))
    runner.play(player, [64], device: device)
    expectEnds(at: 64)
  }

  @Test func endWhenTheSourceSaysThatItIsNotHeard() throws {
    let player = try GraphPlayer(playing: graph(nodes, wire))
    runner.play(player, [64], device: device)
    source.isSilenced = true
    source.script.append(.on(70, 1))
    runner.play(player, [64], device: device)
    expectEnds(at: 64)
  }

  @Test func messagesThatEndAllAreUnderstood() throws {
    source.script += [MIDINote(13, 0xB3, 123, 0), MIDINote(14, 0xB3, 121, 0), .off(15, 60)]
    let player = try GraphPlayer(playing: graph(nodes, wire), fadeFrames: 64)
    runner.play(player, [64], device: device)
    try player.replace(with: graph(nodes, []))
    settle(player)
    #expect(listener.heard.count == 6)
  }
}

extension MIDIStation {
  /// Channel and number of the notes it heard the beginning of, and not the end.
  var held: Set<MIDINote> {
    var held: Set<MIDINote> = []
    for note in heard where note.bytes.count == 3 {
      let key = MIDINote(0, note.bytes[0] & 15, note.bytes[1])
      switch note.bytes[0] & 0xF0 {
      case 0x90: held.insert(key)
      case 0x80: held.remove(key)
      default: break
      }
    }
    return held
  }
}
