import CRealtime
import Drivers
import Foundation
import PluginLADSPA
import PluginSandbox
import PluginTestSupport
import Plugins
import Realtime
import Synchronization
import Telemetry
import TestSupport
import Testing
import WorkQueues

@testable import Host

extension LiveHosts {
  /// Has each cause happen, and compares what is said of it.
  @Suite("Forced causes", .serialized) struct ForcedCauseTests {
    /// 100 ms a period: longer than the machine stalls.
    private static let slow = StreamRequest(
      rate: 48_000, periodFrames: 4_800, captureChannels: 0, playbackChannels: 1)

    private func session(_ plugin: String) -> String {
      """
      name: causes
      device: {capture: 0, playback: 1}
      queue: {workers: 1}
      fades: {start: 0, stop: 0}
      nodes:
        - {name: tone, builtin: tone, frequency: 100, level: -6}
        - {name: reverb, plugin: "ladspa:\(plugin):\(plugin)"}
      chain: [tone, reverb, playback]
      """
    }

    private static let plain = """
      name: causes
      device: {capture: 0, playback: 1}
      queue: {workers: 1}
      fades: {start: 0, stop: 0}
      nodes: [{name: tone, builtin: tone, frequency: 100, level: -6}]
      chain: [tone, playback]
      """

    /// Waits for a cause of a kind whose sentence fits; the causes there were when none came.
    private func expect(
      _ kind: CauseKind, _ host: AudioHost, _ sentence: String,
      meanwhile: () -> Void = {}
    ) async throws {
      let pattern = try Regex(sentence)
      let isThere = await eventually(timeout: .seconds(60)) {
        meanwhile()
        return host.causes.latest.contains {
          $0.kind == kind.rawValue && $0.sentence.wholeMatch(of: pattern) != nil
        }
      }
      #expect(isThere, "\(host.causes.latest.map { "\($0.kind): \($0.sentence)" })")
    }

    @Test func aNodeThatIsLate() async throws {
      // A machine that stands still in that very period is named in the node's place.
      var told: [String] = []
      for _ in 0..<5 {
        told = try await tellOfALateNode()
        if told.isEmpty { return }
      }
      Issue.record("told in place of the node: \(told)")
    }

    /// What was told in place of the node, or nothing: then it was compared.
    private func tellOfALateNode() async throws -> [String] {
      var others: [String] = []
      try await withHostFixture { fixture in
        var fixture = fixture
        let plugins = OnePlugin(SickPlugin())
        fixture.catalogues = [plugins]
        let driver = try ClockDriver(Self.slow)
        let host = try fixture.host(session("sick"), driver: driver)
        plugins.plugin.sickBlock.store(4, ordering: .releasing)
        try host.start()
        defer { host.end() }
        #expect(await eventually { driver.counters.rescues.load(ordering: .acquiring) > 0 })
        plugins.plugin.isReleased.store(true, ordering: .releasing)
        #expect(await eventually { !host.causes.latest.isEmpty })
        guard let cause = host.causes.latest.first(where: { $0.kind == "lateNode" }) else {
          others = host.causes.latest.map(\.sentence)
          return
        }
        let sentence = try Regex(
          #"reverb (took \d+ ms of a|did not come back within the) period of 100 ms(, nor since)?"#)
        #expect(cause.sentence.wholeMatch(of: sentence) != nil, "\(cause.sentence)")
        #expect(cause.effect == "miss")
        #expect(cause.periodNanoseconds == 100_000_000)
        #expect(cause.spans.contains { $0.lane == "audio thread" && $0.name == "reverb" })
        let frame = host.report()
        #expect(frame.causes == host.causes.latest)
        #expect(frame.nodes.map(\.late) == [0, 1])
      }
      return others
    }

    @Test func pageFaults() async throws {
      try await withHostFixture { fixture in
        var fixture = fixture
        let plugins = OnePlugin(FaultingPlugin())
        fixture.catalogues = [plugins]
        let host = try fixture.host(session("faulting"), driver: try ClockDriver(Self.slow))
        try host.start()
        try await expect(
          .pageFault, host, #"the audio thread had \d+ page faults while it ran reverb"#)
        #expect(
          await eventually {
            host.events.all.contains { $0.text.hasPrefix("cause: the audio thread had ") }
          })
        plugins.plugin.isReleased.store(true, ordering: .relaxed)
        host.end()
      }
    }

    @Test func aDeviceThatStalls() async throws {
      try await withHostFixture { fixture in
        let driver = ManualDriver(
          format: StreamFormat(
            rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 0, playbackChannels: 1))
        let host = try fixture.host(Self.plain, driver: driver)
        try host.start()
        try await expect(
          .deviceStall, host, #"the device asked for no period for \d+ ms"#
        ) {
          driver.step()
          usleep(200_000)
          driver.countXrun()
          driver.step()
        }
        #expect(host.causes.latest.contains { $0.effect == "xrun" })
        host.end()
      }
    }

    @Test func aQueueThatIsFull() async throws {
      try await withHostFixture { fixture in
        let driver = ManualDriver(
          format: StreamFormat(
            rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 0, playbackChannels: 1))
        let host = try fixture.host(Self.plain, driver: driver)
        try host.start()
        // Its only thread is the driver's, which comes when the test lets it.
        let queue = host.queues.audio
        let nothing = WorkItem({ _ in }, context: nil)
        var refused = 0
        while refused < 3 {
          do throws(WorkQueueError) { try queue.put(nothing) } catch { refused += 1 }
        }
        try await expect(
          .queueFull, host, #"the queue audio was full: 3 items were refused"#)
        #expect(host.causes.latest.map(\.effect) == ["loss"])
        #expect(
          await eventually {
            host.events.all.contains { $0.text.hasPrefix("cause: the queue audio was full") }
          })
        let status = try #require(host.report().queues.first { $0.name == "audio" })
        #expect(status.refused == 3)
        #expect(status.depths == [0, queue.capacity, 0])
        #expect(status.highestDepths == [0, queue.capacity, 0])
        host.end()
      }
    }

    @Test func aSandboxThatCrashes() async throws {
      try await withHostFixture { fixture in
        var fixture = fixture
        let plugins = try TestPlugins(buildingIn: fixture.folder.appending(path: "plugins"))
        fixture.catalogues = [LADSPACatalogue(directories: [plugins.ladspa.path])]
        fixture.sandbox.program = TactusProgram.url.path
        fixture.sandbox.environment = plugins.environment
        fixture.sandbox.quarantine = Quarantine(
          file: fixture.folder.appending(path: "quarantine.json"))
        let driver = ManualDriver(
          format: StreamFormat(
            rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 1, playbackChannels: 1))
        let host = try fixture.host(
          """
          name: causes
          device: {capture: 1, playback: 1}
          queue: {workers: 1}
          fades: {start: 0, stop: 0}
          nodes: [{name: amp, plugin: "ladspa:faulty:faulty", sandbox: true}]
          chain: [capture, amp, playback]
          """, driver: driver)
        try host.start()
        for _ in 0..<50 { driver.step() }
        guard case .plugin(let instance) = host.live.nodes[0].body else {
          Issue.record("no plugin")
          return
        }
        let fault = instance.descriptor.parameters.first { $0.symbol.lowercased() == "fault" }
        #expect(instance.jump(try #require(fault).symbol, to: 1))
        try await expect(
          .sandboxCrash, host, #"the sandbox of amp crashed with SIGSEGV; its input went through"#
        ) { driver.step() }
        #expect(host.report().nodes.map(\.isSandboxed) == [true])
        host.end()
      }
    }

    @Test(.enabled(if: HogProcess.isPossible, "needs chrt, taskset, and the right to SCHED_FIFO"))
    func aWakeThatIsLateByAHogAboveUs() async throws {
      try await withHostFixture { fixture in
        let request = StreamRequest(
          rate: 48_000, periodFrames: 480, captureChannels: 0, playbackChannels: 1)
        let host = try fixture.host(Self.plain, driver: try ClockDriver(request))
        try host.start()
        defer { host.end() }
        let workers = host.queues.audio.snapshot().workers.filter { $0.kind == "waiting" }
        // On one processor with the hog, or the kernel would wake it on another.
        for worker in workers { #expect(rt_set_affinity(worker.threadID, 1) == 0) }
        let hog = try HogProcess(processor: 0, priority: 97)
        defer { hog.end() }
        let priorities = workers.compactMap { $0.scheduling?.priority }
        let ours = try #require(priorities.min())
        let sentence =
          "the audio thread woke \\d+ ms late: `sh` \\(pid \(hog.processID), FIFO 97\\) ran on its "
          + "processor above our FIFO \(ours)"
        try await expect(.lateWake, host, sentence)
      }
    }
  }
}
