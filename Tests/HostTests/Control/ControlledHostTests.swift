import Drivers
import Foundation
import PluginLV2
import Plugins
import Synchronization
import Telemetry
import TestSupport
import Testing
import WorkQueues

@testable import Host

extension LiveHosts {
  @Suite("Controls of a host", .serialized) struct ControlledHostTests {
    private typealias Message = (frame: UInt32, bytes: [UInt8])

    private static func session(
      _ controls: String, nodes: String = "- {name: level, plugin: \"ladspa:level:level\"}",
      chain: String = "[level, playback]", snapshots: String = "[]"
    ) -> String {
      """
      device: {capture: 1, playback: 1}
      queue: {workers: 1}
      fades: {start: 0, stop: 0}
      nodes:
        \(nodes)
      chain: \(chain)
      snapshots: \(snapshots)
      control:
        \(controls)
      """
    }

    private static let format = StreamFormat(
      rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 1, playbackChannels: 1)

    @Test(arguments: 0..<4 as Range<UInt64>)
    func everyValueIsThereAtItsFrame(seed: UInt64) async throws {
      try await withHost(Self.session("- {cc: 7, node: level, parameter: level}")) {
        _, host, driver in
        var random = SeededGenerator(seed: seed)
        var level: Float = 0
        for _ in 0..<200 {
          let frames = (0..<Int.random(in: 0...6, using: &random)).map { _ in
            UInt32.random(in: 0..<64, using: &random)
          }.sorted()
          let messages: [Message] = frames.map { frame in
            (frame, [0xB0, 7, UInt8.random(in: 0..<128, using: &random)])
          }
          var expected: [Float] = []
          for frame in 0..<64 {
            for message in messages where message.frame == frame { level = Float(message.bytes[2]) }
            expected.append(level / 128)
          }
          #expect(driver.step(midi: [messages])[0] == expected, "seed \(seed)")
        }
        host.end()
      }
    }

    @Test func blocksThatMayNotBeCutTakeTheLastValueFromTheirBeginning() async throws {
      try await withHost(
        Self.session("- {cc: 7, node: level, parameter: level}"), plugin: LevelPlugin(.fixed)
      ) { _, host, driver in
        driver.step(midi: [[]])
        let played = driver.step(midi: [[(10, [0xB0, 7, 3]), (40, [0xB0, 7, 5])]])
        #expect(played[0] == [Float](repeating: 5 / 128, count: 64))
        host.end()
      }
    }

    @Test func aGainGlidesFromTheFrameOn() async throws {
      try await withHostFixture { fixture in
        let driver = ManualDriver(format: Self.format)
        let host = try fixture.host(
          Self.session(
            "- {cc: 7, node: amp, parameter: gain, from: 0, to: -60}",
            nodes: "- {name: amp, builtin: gain, channels: 1}", chain: "[capture, amp, playback]"),
          driver: driver)
        try host.start()
        let ones = [[Float](repeating: 1, count: 64)]
        driver.step(capture: ones)
        let played = driver.step(midi: [[(17, [0xB0, 7, 127])]], capture: ones)[0]
        #expect(played[..<17].allSatisfy { $0 == 1 })
        #expect(zip(played[17...], played[18...]).allSatisfy { $0 > $1 })
        host.end()
      }
    }

    private static let hasAmp = FileManager.default.fileExists(
      atPath: "/usr/lib/lv2/eg-amp.lv2/manifest.ttl")

    @Test(.enabled(if: hasAmp, "lv2-examples is not installed"), arguments: [0, 17, 40, 63])
    func aPluginGlidesInStepsOf32FramesFromTheFrameOn(frame: Int) async throws {
      try await withHostFixture { fixture in
        var fixture = fixture
        fixture.catalogues = [LV2Catalogue(directories: ["/usr/lib/lv2"], cache: nil)]
        let driver = ManualDriver(format: Self.format)
        let host = try fixture.host(
          Self.session(
            "- {cc: 7, node: amp, parameter: gain, from: 0, to: -60}",
            nodes: "- {name: amp, plugin: \"lv2:http://lv2plug.in/plugins/eg-amp\"}",
            chain: "[capture, amp, playback]"),
          driver: driver)
        try host.start()
        let ones = [[Float](repeating: 1, count: 64)]
        driver.step(capture: ones)
        var played = driver.step(midi: [[(UInt32(frame), [0xB0, 7, 127])]], capture: ones)[0]
        played += driver.step(capture: ones)[0]
        let steps = played.indices.filter { $0 > 0 ? played[$0] != played[$0 - 1] : played[0] != 1 }
        // What is left of a block is a step of its own; the next block begins another.
        let inFirst = Array(stride(from: frame, to: 64, by: 32))
        #expect(steps == inFirst + [64, 96])
        host.end()
      }
    }

    @Test func aPickupWaitsUntilTheControllerComesBy() async throws {
      try await withHost(
        Self.session(
          "- {cc: 7, node: level, parameter: level, takeover: pickup}",
          nodes: "- {name: level, plugin: \"ladspa:level:level\", parameters: {level: 50}}")
      ) { _, host, driver in
        func play(_ value: UInt8) -> Float {
          128 * driver.step(midi: [[(0, [0xB0, 7, value])]])[0][63]
        }
        #expect([20, 40, 60, 30].map(play) == [50, 50, 60, 30])
        // Somebody else moves it: the controller has to come by again.
        try host.live.apply(
          LiveEdit(values: [.init(node: "level", symbol: "level", value: 90, frames: 0)]))
        #expect([31, 60, 95].map(play) == [90, 90, 95])
        host.end()
      }
    }

    private static let switched = session(
      """
      - {note: 36, node: level, bypass: momentary}
        - {note: 37, node: level, bypass: toggle}
        - {program: 1, snapshot: Quiet}
        - {program: 2, snapshot: Loud}
      """,
      snapshots: "[{name: Quiet, values: {level.level: 3}}, "
        + "{name: Loud, values: {level.level: 9}, bypass: {level: false}}]")

    /// A host that plays a session on a driver of the test's, with one plugin.
    private func withHost(
      _ text: String, plugin: LevelPlugin = LevelPlugin(),
      _ body: (HostFixture, AudioHost, ManualDriver) async throws -> Void
    ) async throws {
      try await withHostFixture { fixture in
        var fixture = fixture
        fixture.catalogues = [OnePlugin(plugin)]
        let driver = ManualDriver(format: Self.format)
        let host = try fixture.host(text, driver: driver)
        try host.start()
        try await body(fixture, host, driver)
      }
    }

    private func eventuallyPlays(_ level: Float, _ driver: ManualDriver) async -> Bool {
      await eventually { driver.step(midi: [[]])[0].allSatisfy { $0 == level / 128 } }
    }

    @Test func buttonsAndProgramsSwitch() async throws {
      try await withHost(Self.switched) { _, host, driver in
        driver.step(midi: [[(0, [0xC0, 1])]])
        #expect(await eventuallyPlays(3, driver))
        driver.step(midi: [[(0, [0x90, 37, 100]), (9, [0x80, 37, 0])]])
        #expect(await eventuallyPlays(0, driver))
        driver.step(midi: [[(0, [0xC0, 2])]])
        #expect(await eventuallyPlays(9, driver))
        host.end()
        #expect(host.events.all.contains { $0.text.contains("snapshot Loud") })
      }
    }

    @Test func aNoteThatIsHeldSurvivesAReload() async throws {
      try await withHost(Self.switched) { fixture, host, driver in
        driver.step(midi: [[(0, [0xC0, 1])]])
        #expect(await eventuallyPlays(3, driver))
        driver.step(midi: [[(0, [0x90, 36, 100])]])
        #expect(await eventuallyPlays(0, driver))
        try fixture.write(Self.switched + "\n  - {cc: 7, node: level, parameter: level}")
        #expect(host.reload())
        #expect(
          await eventually {
            driver.step(midi: [[]]); return host.live.isSettled
          })
        #expect(await eventuallyPlays(0, driver))
        driver.step(midi: [[(0, [0x80, 36, 0])]])
        #expect(await eventuallyPlays(3, driver))
        // The control that is new works, on a node that is old.
        let played = driver.step(midi: [[(5, [0xB0, 7, 77])]])[0]
        let expected = (0..<64).map { frame -> Float in (frame < 5 ? 3 : 77) / 128 }
        #expect(played == expected)
        host.end()
      }
    }

    @Test func aReplayDoesTheSame() async throws {
      try await withHostFixture { fixture in
        let text = Self.session(
          """
          - {cc: 7, node: amp, parameter: gain, from: 0, to: -60}
            - {note: 36, node: echo, bypass: toggle}
            - {program: 1, snapshot: Quiet}
          """,
          nodes: """
            - {name: tone, builtin: tone}
              - {name: echo, builtin: delay, channels: 1, parameters: {milliseconds: 5}}
              - {name: amp, builtin: gain, channels: 1}
            """, chain: "[tone, echo, amp, playback]",
          snapshots: "[{name: Quiet, values: {amp.gain: -20, echo.mix: 0.5}}]")
        let driver = ManualDriver(format: Self.format)
        let host = try fixture.host(text, driver: driver, takePath: fixture.path("take"))
        try host.start()
        var random = SeededGenerator(seed: 3)
        for period in 0..<600 {
          var messages: [Message] = []
          if period % 7 == 0 {
            messages.append(
              (UInt32.random(in: 0..<64, using: &random), [0xB0, 7, UInt8(period % 128)]))
          }
          if period % 150 == 20 { messages.append((63, [0x90, 36, 1])) }
          if period == 300 { messages.append((63, [0xC0, 1])) }
          driver.step(midi: [messages])
          // Time for the control side.
          if period % 10 == 0 { try await Task.sleep(for: .milliseconds(2)) }
        }
        host.end()
        let take = try Take(path: fixture.path("take"))
        let actions = take.events.map(\.action)
        #expect(actions.contains(.snapshot(name: "Quiet")))
        #expect(actions.contains(.bypass(node: "echo", isBypassed: true)))
        let played = try fixture.read("take/playback.w64")
        let again = try fixture.replayTake(as: "again.w64", catalogues: fixture.catalogues)
        if take.doubts == [] { #expect(again == played) }
      }
    }

    @Test func theSequencersMessagesComeToThePortBehindTheDrivers() async throws {
      try await withHostFixture { fixture in
        var fixture = fixture
        fixture.catalogues = [OnePlugin(LevelPlugin())]
        let text = Self.session("- {cc: 7, node: level, parameter: level, port: 2}")
        let driver = ManualDriver(format: Self.format)
        let (session, loader) = try fixture.session(
          text.replacing("capture: 1,", with: "capture: 1, midi: {sequencer: true},"))
        let provider = DriverProvider(
          name: driver.name, probe: { _ in .available("made by the test") },
          open: { _, _ in driver })
        let choice = DeviceChoice(driverName: driver.name, request: StreamRequest())
        var setup = AudioHost.Setup(
          session: session, loader: loader, providers: [provider], devices: { _ in [choice] },
          taskClasses: .builtIn)
        let source = FakeSource()
        setup.sequencer = { client, ports, feed, tell in
          tell("heard by \(client)")
          feed.put([0xB0, 7, 11], atNanoseconds: 0)
          return source
        }
        let host = try AudioHost(setup)
        try host.start()
        host.learnControls()
        let level: Float = 11.0 / 128
        #expect(driver.step(midi: [[]])[0].allSatisfy { $0 == level })
        #expect(
          await eventually {
            host.events.all.contains {
              $0.text.contains("control: - {cc: 7, channel: 1, port: 2, node: …, parameter: …}")
            }
          })
        #expect(host.events.all.contains { $0.text.contains("heard by tactus") })
        host.end()
        let isStopped = source.isStopped.load(ordering: .relaxed)
        #expect(isStopped)
      }
    }

    private final class FakeSource: MIDISource {
      let isStopped = Atomic(false)
      func stop() { isStopped.store(true, ordering: .relaxed) }
    }

    @Test func whatControlsMovedOutlivesAnotherRate() async throws {
      try await withHost(Self.session("- {cc: 7, node: level, parameter: level}")) {
        _, host, driver in
        driver.step(midi: [[(0, [0xB0, 7, 42])]])
        host.live.nodes[0].noteMoves()
        #expect(host.live.nodes[0].values.withLock { $0.present["level"] } == 42)
        host.end()
      }
    }
  }
}
