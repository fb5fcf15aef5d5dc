import CRealtime
import Drivers
import Graph
import WorkQueues

/// A callback that plays what is captured: samples at once, messages through two nodes of a graph.
final class GraphLoop {
  private struct Context {
    let player: GraphPlayerHandle
    let queue: QueueHandle
  }

  private let player: GraphPlayer
  private let context: UnsafeMutablePointer<Context>

  init(on queue: WorkQueue, maximumFrames: Int) throws {
    var graph = GraphDescription(
      nodes: [Self.node("second"), Self.node("first")],
      connections: [GraphConnection(from: .capture(0), to: .playback(0))], captureChannels: 1,
      playbackChannels: 1, maximumFrames: maximumFrames)
    graph.midiConnections = [
      MIDIConnection(from: .node(0, port: 0), to: .playback(0)),
      MIDIConnection(from: .node(1, port: 0), to: .node(0, port: 0)),
      MIDIConnection(from: .capture(0), to: .node(1, port: 0)),
    ]
    player = try GraphPlayer(playing: graph)
    context = .allocate(capacity: 1)
    context.initialize(to: Context(player: player.handle, queue: queue.handle))
  }

  deinit { context.deallocate() }

  /// Valid as long as the loop.
  var callback: PeriodCallback {
    PeriodCallback(
      function: { context, period in
        guard let context, let period else { return }
        let loop = context.assumingMemoryBound(to: Context.self).pointee
        loop.player.run(period, queue: loop.queue, workers: 1)
      }, context: context)
  }

  /// A node that says what it hears.
  private static func node(_ name: String) -> GraphNode {
    var node = GraphNode(
      name: name,
      process: { _, block in
        guard let events = block?.pointee.events?.pointee else { return }
        let (input, output) = (events.midi_capture[0], events.midi_playback[0])
        for index in 0..<Int(input.count) {
          _ = rt_call_midi_write(output.write, output.port, input.events + index)
        }
      }, context: nil, inputCount: 0, outputCount: 0)
    node.takesMIDI = true
    node.midiOutputCount = 1
    return node
  }
}
