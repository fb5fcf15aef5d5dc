import CRealtime
import Plugins
import TestSupport
import Testing
import WorkQueues

@testable import Host

@Suite("Plugin work") struct PluginWorkTests {
  /// A plugin that notes where it is to work.
  private final class Noter: PluginInstance {
    let descriptor = PluginDescriptor.passing("note:note", name: "Noter")
    let queues = Locked<[String?]>([])
    let latencyFrames = 0
    var process: rt_process { { _, block in block?.pointee.pass() } }
    var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
    func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>? { nil }
    func glide(_ symbol: String, to value: Float) -> Bool { false }
    func restart() {}
    func work(on queue: WorkQueue?) { queues.withLock { $0.append(queue?.name) } }
  }

  private static let session = """
    device: {capture: 1, playback: 1}
    nodes: [{name: noter, plugin: "ladspa:note:note"}]
    chain: [capture, noter, playback]
    """

  @Test func worksWithinThePeriodUntilThereIsAQueue() async throws {
    try await withHostFixture { fixture in
      let plugin = Noter()
      var fixture = fixture
      fixture.catalogues = [OnePlugin(plugin)]
      let stage = try GraphStage(fixture, Self.session, rate: 48_000, maximumFrames: 64)
      #expect(plugin.queues.withLock { $0 } == [nil])
      let platform = try WorkPlatform()
      defer { platform.shutdown() }
      stage.live.work(on: try platform.makeQueue(named: "disk", kind: .standard))
      #expect(plugin.queues.withLock { $0 } == [nil, "disk"])
      // Nodes that are made later work there from the beginning.
      let rebuild = try stage.live.prepareRebuild(rate: 44_100, maximumFrames: 64)
      #expect(plugin.queues.withLock { $0 } == [nil, "disk", "disk"])
      withExtendedLifetime(rebuild) {}
    }
  }
}
