// Control side.
import CRealtime

/// Lays out what a core needs of a graph's MIDI.
@safe
struct PlanMIDI {
  private let graph: GraphDescription
  /// How much each connection is delayed.
  private let delays: [MIDIConnection: Int]
  private let lines: MIDILines
  private let storage: PlanStorage
  private let steps: UnsafeMutablePointer<Step>
  /// The step of each node.
  private var places: [Int: Int] = [:]
  /// The buffers of each node's outputs.
  private var buffers: [Int: UnsafeMutablePointer<MIDIBuffer>] = unsafe [:]

  init(
    _ blueprint: Blueprint, graph: GraphDescription, lines: MIDILines, storage: PlanStorage,
    steps: UnsafeMutablePointer<Step>
  ) {
    self.graph = graph
    delays = Dictionary(
      zip(graph.midiConnections, blueprint.midiDelayFrames), uniquingKeysWith: { first, _ in first }
    )
    self.lines = lines
    self.storage = storage
    unsafe self.steps = unsafe steps
    for (place, step) in blueprint.steps.enumerated() where step.role == .node {
      places[step.node] = place
      let count = graph.nodes[step.node].midiOutputCount
      if count > 0 { unsafe buffers[step.node] = unsafe makeBuffers(count) }
    }
  }

  /// What a node's step is handed; nil when it has nothing to do with MIDI.
  func step(of index: Int) -> UnsafeMutablePointer<StepMIDI>? {
    let node = graph.nodes[index]
    guard node.takesMIDI || node.midiOutputCount > 0 else { return nil }
    let known = unsafe buffers[index]
    let buffers = unsafe known ?? storage.makeTable([])
    let outputs = unsafe (0..<node.midiOutputCount).map { port in
      unsafe rt_midi_output(
        write: { unsafe writeMIDIBuffer($0, $1) }, port: UnsafeMutableRawPointer(buffers + port))
    }
    let sources = graph.midiConnections.filter { $0.destination == .node(index, port: 0) }
    let point = makePoint(sources)
    let midi = unsafe storage.makeTable([
      unsafe StepMIDI(
        events: rt_events(), input: rt_midi_input(events: point.events, count: 0), point: point,
        buffers: buffers, bufferCount: node.midiOutputCount)
    ])
    let table = unsafe storage.makeTable(outputs)
    unsafe midi.pointee.events.midi_playback = unsafe UnsafePointer(table)
    unsafe midi.pointee.events.midi_playback_count = UInt32(outputs.count)
    if !sources.isEmpty {
      let offset = unsafe MemoryLayout<StepMIDI>.offset(of: \.input) ?? 0
      let input = unsafe UnsafeRawPointer(midi).advanced(by: offset)
      unsafe midi.pointee.events.midi_capture = unsafe input.assumingMemoryBound(
        to: rt_midi_input.self)
      unsafe midi.pointee.events.midi_capture_count = 1
    }
    return unsafe midi
  }

  /// What goes to the device's ports.
  func playback() -> [MIDIPlayback] {
    var ports: [Int] = []
    for case .playback(let port) in graph.midiConnections.map(\.destination)
    where !ports.contains(port) {
      ports.append(port)
    }
    return ports.sorted().map { port in
      MIDIPlayback(
        port: port,
        point: makePoint(graph.midiConnections.filter { $0.destination == .playback(port) }))
    }
  }

  private func makeBuffers(_ count: Int) -> UnsafeMutablePointer<MIDIBuffer> {
    let buffers = (0..<count).map { _ in
      unsafe MIDIBuffer(
        events: storage.makeTable(Array(repeating: rt_midi_event(), count: MIDIBuffer.capacity)),
        bytes: storage.makeTable(Array(repeating: 0, count: MIDIBuffer.byteCapacity)))
    }
    return unsafe storage.makeTable(buffers)
  }

  private func makePoint(_ connections: [MIDIConnection]) -> MIDIPoint {
    let sources = connections.map(source)
    let room = connections.isEmpty ? 0 : MIDIPoint.capacity
    return unsafe MIDIPoint(
      sources: storage.makeTable(sources), sourceCount: sources.count,
      events: storage.makeTable(Array(repeating: rt_midi_event(), count: room)),
      releases: storage.makeTable(Array(repeating: 0, count: room * 3)))
  }

  private func source(_ connection: MIDIConnection) -> MIDISource {
    let line = lines.line(of: connection, in: graph)
    var source = unsafe MIDISource(
      line: line.core, delay: line.delay, delayFrames: delays[connection] ?? 0,
      isLeaving: connection.isLeaving)
    switch connection.source {
    case .capture(let port): source.port = port
    case .playback: break
    case .node(let index, let port):
      unsafe source.step = places[index].map { unsafe steps + $0 }
      unsafe source.buffer = buffers[index].map { unsafe $0 + port }
    }
    return source
  }
}
