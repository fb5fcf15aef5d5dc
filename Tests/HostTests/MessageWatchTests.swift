import CRealtime
import Graph
import Plugins
import Telemetry
import TestSupport
import Testing

@testable import Host

@Suite("MessageWatch") struct MessageWatchTests {
  /// A plugin that does nothing but complain.
  private final class Complainer: PluginInstance {
    let descriptor = PluginDescriptor.passing("sad:sad", name: "Sad")
    let messages = Locked<[PluginMessage]>([])
    let latencyFrames = 0
    var process: rt_process { { _, _ in } }
    var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
    func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>? { nil }
    func glide(_ symbol: String, to value: Float) -> Bool { false }
    func restart() {}

    func takeMessages() -> [PluginMessage] {
      messages.withLock { messages in
        defer { messages = [] }
        return messages
      }
    }

    func say(_ texts: String...) {
      let news = texts.map { PluginMessage(severity: .warning, text: $0) }
      messages.withLock { $0 += news }
    }
  }

  private let events = EventLog()
  private let plugin = Complainer()
  private let node: RunningNode
  private let watch: MessageWatch

  init() {
    watch = MessageWatch(events: events)
    let plugin = plugin
    let node = SessionNode(name: "verb", mark: .start, kind: .unknown)
    self.node = RunningNode(
      ResolvedNode(node: node, shape: NodeShape(inputs: [], outputs: []), parameters: []),
      kind: "complainer", body: .plugin(plugin),
      node: GraphNode(
        name: "verb", process: plugin.process, context: plugin.context, inputCount: 0,
        outputCount: 0, owner: plugin),
      rate: 48_000, maximumFrames: 64)
  }

  private func look(_ times: Int = 1) {
    for _ in 0..<times { watch.look(at: [node]) }
  }

  private var lines: [String] { events.all.map(\.text) }

  @Test func tellsTheFirstAtOnce() {
    look()
    #expect(lines.isEmpty)
    plugin.say("no file", "no luck")
    look()
    look(20)
    #expect(lines == ["verb: warning: no file", "verb: warning: no luck"])
  }

  @Test func sumsUpWhatComesTooOften() {
    plugin.say("1", "2", "3", "4")
    look()
    #expect(lines == ["verb: warning: 1", "verb: warning: 2", "verb: warning: 3"])
    for number in 5..<8 {
      plugin.say("\(number)")
      look()
    }
    #expect(lines.count == 3)
    look()
    #expect(lines.last == "verb: 4 messages, the last warning: 7")
    look(20)
    plugin.say("later")
    look()
    #expect(lines.suffix(1) == ["verb: warning: later"])
    #expect(lines.count == 5)
  }

  @Test func tellsTheRestInTheEnd() {
    plugin.say("1", "2", "3", "4")
    look()
    watch.look(at: [node], isLast: true)
    #expect(lines.last == "verb: warning: 4")
  }
}
