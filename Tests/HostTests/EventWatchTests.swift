import CRealtime
import Graph
import Plugins
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Host

@Suite("EventWatch") struct EventWatchTests {
  /// A plugin that does nothing but lose events.
  private final class Loser: PluginInstance {
    let descriptor = PluginDescriptor.passing("deaf:deaf", name: "Deaf")
    let losses = Atomic<Int>(0)
    let latencyFrames = 0
    var lostEvents: Int { losses.load(ordering: .relaxed) }
    var process: rt_process { { _, _ in } }
    var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
    func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>? { nil }
    func glide(_ symbol: String, to value: Float) -> Bool { false }
    func restart() {}
  }

  private func node(_ name: String, _ plugin: Loser) -> RunningNode {
    let node = SessionNode(name: name, mark: .start, kind: .unknown)
    return RunningNode(
      ResolvedNode(node: node, shape: NodeShape(inputs: [], outputs: []), parameters: []),
      kind: "loser", body: .plugin(plugin),
      node: GraphNode(
        name: name, process: plugin.process, context: plugin.context, inputCount: 0,
        outputCount: 0, owner: plugin),
      rate: 48_000, maximumFrames: 64)
  }

  @Test func tellsEachLossOnce() {
    let events = EventLog()
    let watch = EventWatch(events: events)
    let (one, other) = (Loser(), Loser())
    let nodes = [node("one", one), node("other", other)]
    watch.look(at: nodes)
    #expect(events.all.isEmpty)
    one.losses.store(1, ordering: .relaxed)
    watch.look(at: nodes)
    watch.look(at: nodes)
    one.losses.store(4, ordering: .relaxed)
    other.losses.store(2, ordering: .relaxed)
    watch.look(at: nodes)
    #expect(
      events.all.map(\.text) == [
        "one: no room for an event in the plugin's buffer",
        "one: no room for 3 events in the plugin's buffer",
        "other: no room for 2 events in the plugin's buffer",
      ])
  }

  @Test func aNodeInThePlaceOfAnotherCountsFromItsOwnFirst() {
    let events = EventLog()
    let watch = EventWatch(events: events)
    // Each may get the memory of the one before.
    for round in 1...50 {
      let loser = Loser()
      loser.losses.store(2, ordering: .relaxed)
      watch.look(at: [node("round \(round)", loser)])
      #expect(
        events.all.last?.text == "round \(round): no room for 2 events in the plugin's buffer")
    }
  }
}
