import Drivers
import Foundation
import Signal
import TestSupport
import Testing
import WorkQueues

@testable import Host

extension LiveHosts {
  /// No note hangs at a device that is not played to any more.
  @Suite("Notes at a device", .serialized) struct PlayedNotesTests {
    private static func session(device: String = "one") -> String {
      """
      device: {name: \(device), playback: 1, midi_playback: 1}
      queue: {workers: 1}
      fades: {start: 0, stop: 0.01, mute: 0.01, lost: 0.01, back: 0}
      nodes: [{name: keys, plugin: "ladspa:speaker:speaker", midi_out: 1}]
      chain: [keys, playback]
      """
    }

    private let begin: [[UInt8]] = [[0x90, 60, 100], [0xB2, 64, 127]]
    private let end: [[UInt8]] = [[0x80, 60, 64], [0xB2, 64, 0]]

    private static func driver(_ device: String) -> ManualDriver {
      ManualDriver(
        format: StreamFormat(
          rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 0, playbackChannels: 1),
        device: device)
    }

    private struct Rig {
      let fixture: HostFixture
      let host: AudioHost
      let plugin: SpeakingPlugin
      let drivers = [driver("one"), driver("two")]
      let ports = [PlayedMIDI(), PlayedMIDI()]

      init(_ fixture: HostFixture) throws {
        var fixture = fixture
        plugin = SpeakingPlugin()
        fixture.catalogues = [OnePlugin(plugin)]
        self.fixture = fixture
        let (session, loader) = try fixture.session(session())
        let providers = drivers.map { driver in
          DriverProvider(
            name: driver.device, probe: { _ in .available("made by the test") },
            open: { _, _ in driver })
        }
        host = try AudioHost(
          AudioHost.Setup(
            session: session, loader: loader, providers: providers,
            devices: { [DeviceChoice(driverName: $0.names[0], request: StreamRequest())] },
            taskClasses: .builtIn))
        try host.start()
        #expect(play(1).last == 1)
      }

      /// Plays on the device that runs.
      @discardableResult
      func play(_ periods: Int) -> [Float] {
        var last: [Float] = []
        for _ in 0..<periods {
          for (driver, port) in zip(drivers, ports) where driver.isRunning {
            last = port.step(driver).first ?? last
          }
        }
        return last
      }

      func plays(until isDone: () -> Bool) async -> Bool {
        await eventually {
          play(1)
          return isDone()
        }
      }
    }

    private func withRig(_ body: (Rig) async throws -> Void) async throws {
      try await withHostFixture { fixture in
        let rig = try Rig(fixture)
        rig.plugin.say(begin[0], begin[1])
        rig.play(2)
        #expect(rig.ports[0].all == begin)
        try await body(rig)
        rig.host.end()
      }
    }

    @Test func endWithTheFadeWhenTheHostStops() async throws {
      try await withRig { rig in
        rig.host.requestStop()
        #expect(await rig.plays { rig.host.hasFaded })
        #expect(rig.ports[0].all == begin + end)
      }
    }

    @Test func endWithOnePeriodMoreWhenTheHostIsEndedAtOnce() async throws {
      try await withRig { rig in
        let (driver, port, isOver) = (rig.drivers[0], rig.ports[0], Locked(false))
        let playing = Task.detached {
          while !isOver.withLock({ $0 }) { port.step(driver) }
        }
        rig.host.end()
        isOver.withLock { $0 = true }
        await playing.value
        #expect(rig.ports[0].all == begin + end)
      }
    }

    @Test func endWhenTheDeviceIsChanged() async throws {
      try await withRig { rig in
        _ = try rig.fixture.session(Self.session(device: "two"))
        #expect(rig.host.reload())
        #expect(await rig.plays { !rig.drivers[0].isRunning })
        #expect(rig.ports[0].all == begin + end)
        #expect(rig.ports[1].all.isEmpty)
        // No note begins before the other is heard.
        #expect(await rig.plays { rig.drivers[1].isRunning && !rig.host.fades.isSilent })
        rig.plugin.say(begin[0])
        #expect(await rig.plays { rig.ports[1].all.count == 1 })
        #expect(rig.ports[1].all == [begin[0]])
      }
    }

    @Test func endAndDoNotBeginWhileTheHostIsMuted() async throws {
      try await withRig { rig in
        rig.host.setMuted(true)
        #expect(await rig.plays { rig.host.fades.isSilent })
        rig.play(1)
        #expect(rig.ports[0].all == begin + end)
        let others: [[UInt8]] = [[0xC0, 5], [0xF0, 1, 2, 3, 4, 0xF7], [0xB0, 7, 9]]
        rig.plugin.say(begin[0], others[0], others[1], begin[1], others[2])
        rig.play(3)
        #expect(rig.ports[0].all == begin + end + others)
        rig.host.setMuted(false)
        #expect(await rig.plays { rig.host.fader.currentGain == 1 })
        rig.plugin.say([0x90, 61, 1])
        rig.play(2)
        #expect(rig.ports[0].all.last == [0x90, 61, 1])
      }
    }

    @Test func aDeviceThatAsksForNoPeriodIsNotWaitedFor() async throws {
      try await withRig { rig in
        rig.host.end()
        #expect(rig.ports[0].all == begin)
      }
    }
  }
}
