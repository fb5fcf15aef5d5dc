import Drivers
import Foundation
import PluginSandbox
import Plugins
import Signal
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Host

/// A session of one plugin between capture and playback; `keys` are the node's own.
private func session(_ keys: String = "") -> String {
  """
  device: {capture: 1, playback: 1}
  queue: {workers: 1}
  fades: {start: 0.002, stop: 0.002}
  nodes:
    - name: count
      plugin: "ladspa:\(CountingPlugins.identifier)"
  \(keys.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
  chain: [capture, count, playback]
  """
}

/// A folder with a state, beside the session.
private func writeState(_ fixture: HostFixture, gain: Float, name: String = "saved") throws {
  let plugin = try CountingPlugins().makeInstance(
    CountingPlugins.identifier, rate: 48_000, maximumFrames: 64)
  plugin.jump("gain", to: gain)
  try plugin.save(to: URL(filePath: fixture.path(name)))
}

@Suite("Session states") struct SessionStateTests {
  private func withFixture(_ body: (HostFixture) throws -> Void) async throws {
    try await withHostFixture { fixture in
      var fixture = fixture
      fixture.catalogues = [CountingPlugins()]
      try body(fixture)
    }
  }

  /// The gain a node begins with.
  private func gain(_ fixture: HostFixture, _ keys: String) throws -> Float? {
    let stage = try GraphStage(fixture, session(keys), rate: 48_000, maximumFrames: 64)
    return stage.play([[Float](repeating: 1, count: 64)], frames: 64)[0].first
  }

  private func problem(_ fixture: HostFixture, _ keys: String) throws -> String {
    let error = #expect(throws: HostError.self) { _ = try fixture.session(session(keys)) }
    return try #require(error).message
  }

  @Test func haveTheLastWordInTheirOrder() async throws {
    try await withFixture { fixture in
      try writeState(fixture, gain: 0.75)
      #expect(try gain(fixture, "") == 1)
      #expect(try gain(fixture, "preset: Loud") == 1.5)
      #expect(try gain(fixture, "preset: urn:preset:quiet") == 0.25)
      #expect(try gain(fixture, "preset: quiet") == 0.25)
      #expect(try gain(fixture, "state: saved") == 0.75)
      #expect(try gain(fixture, "preset: Loud\nstate: saved") == 0.75)
      #expect(
        try gain(fixture, "parameters: {gain: 2}\npreset: Loud\nstate: saved") == 2)
    }
  }

  @Test func tellWhatIsWrongWithAPreset() async throws {
    try await withFixture { fixture in
      let unknown = try problem(fixture, "preset: Luod")
      #expect(
        unknown.hasSuffix(
          "session.yaml:7:13: node `count` has no preset `Luod`: did you mean `Loud`?"))
      let twins = try problem(fixture, "preset: Twin")
      #expect(
        twins.contains(
          "has 2 presets `Twin`: write the URI of one, urn:preset:twin or urn:preset:other"))
      let list = try problem(fixture, "preset: [a]")
      #expect(list.contains("`preset:` must be text"))
      let other = try gain(fixture, "preset: urn:preset:other")
      #expect(other == 1)
    }
  }

  @Test func tellWhatIsWrongWithAFolder() async throws {
    try await withFixture { fixture in
      let file = fixture.path("saved/parameters.json")
      let missing = try problem(fixture, "state: saved")
      #expect(
        missing.contains(
          "session.yaml:7:12: node `count` cannot begin with this state: \(file) cannot be read"))
      try writeState(fixture, gain: 0.75)
      let text = try String(contentsOfFile: file, encoding: .utf8)
      try "\(text.dropLast(9))".write(toFile: file, atomically: true, encoding: .utf8)
      let damaged = try problem(fixture, "state: saved")
      #expect(damaged.contains("\(file) is damaged"))
      try text.replacing("counting:counting", with: "amp:amp_mono")
        .write(toFile: file, atomically: true, encoding: .utf8)
      let foreign = try problem(fixture, "state: saved")
      #expect(
        foreign.contains("\(file) is a state of ladspa:amp:amp_mono, not of counting:counting"))
    }
  }

  @Test func areForPluginsOnly() async throws {
    try await withFixture { fixture in
      let error = #expect(throws: HostError.self) {
        try fixture.session("nodes: [{name: a, builtin: gain, preset: Loud}]\nchain: [a, playback]")
      }
      #expect(error?.message.contains("unknown key `preset`") ?? false)
    }
  }

  @Test func outliveTheirFolderAtAnotherRate() async throws {
    try await withFixture { fixture in
      try writeState(fixture, gain: 0.75)
      let stage = try GraphStage(
        fixture, session("state: saved"), rate: 48_000, maximumFrames: 64)
      try FileManager.default.removeItem(atPath: fixture.path("saved"))
      _ = try stage.live.rebuild(rate: 44_100, maximumFrames: 64)
      let ones = [[Float](repeating: 1, count: 64)]
      #expect(stage.play(ones, frames: 64)[0].first == 0.75)
      // What the session does not say any more is what the state said.
      let gain = stage.live.nodes[0].values.withLock { $0.take([]) }
      #expect(gain.isEmpty)
    }
  }
}

extension LiveHosts {
  @Suite("States of a running host", .serialized) struct RunningStateTests {
    private func withHost(
      _ keys: String, _ body: (HostFixture, AudioHost, ManualDriver) async throws -> Void
    ) async throws {
      try await withHostFixture { fixture in
        var fixture = fixture
        fixture.catalogues = [CountingPlugins()]
        try writeState(fixture, gain: 0.75)
        let driver = ManualDriver(
          format: StreamFormat(
            rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 1, playbackChannels: 1))
        let host = try fixture.host(session(keys), driver: driver)
        defer { host.end() }
        try host.start()
        let isUp = await eventually {
          _ = play(driver)
          return host.fader.isAtRest
        }
        #expect(isUp)
        try await body(fixture, host, driver)
      }
    }

    private func play(_ driver: ManualDriver) -> Float? {
      driver.step(capture: [[Float](repeating: 0.5, count: 64)])[0].last
    }

    /// Plays until no edit is under way.
    private func settle(_ host: AudioHost, _ driver: ManualDriver) async -> Float? {
      let isSettled = await eventually {
        _ = play(driver)
        return host.live.isSettled
      }
      #expect(isSettled)
      return play(driver)
    }

    @Test func takeEffectWhenTheSessionIsReadAgain() async throws {
      try await withHost("preset: Loud") { fixture, host, driver in
        #expect(play(driver) == 0.75)
        try fixture.write(session("preset: Quiet"))
        #expect(host.reload())
        #expect(await settle(host, driver) == 0.125)
        try fixture.write(session("state: saved"))
        #expect(host.reload())
        #expect(await settle(host, driver) == 0.375)
        // The same folder, saved anew.
        try writeState(fixture, gain: 0.5)
        #expect(host.reload())
        #expect(await settle(host, driver) == 0.25)
        let node = host.live.nodes[0]
        #expect(host.reload())
        #expect(host.live.nodes[0] === node)
      }
    }

    @Test func changeNothingWhenTheyAreNotThere() async throws {
      try await withHost("preset: Loud") { fixture, host, driver in
        try fixture.write(session("state: nowhere"))
        #expect(!host.reload())
        #expect(host.events.all.contains { $0.text.contains("cannot begin with this state") })
        #expect(await settle(host, driver) == 0.75)
      }
    }

    @Test func areSavedWhileItPlays() async throws {
      try await withHost("parameters: {gain: 0.125}") { fixture, host, driver in
        try host.saveState(of: "count", to: URL(filePath: fixture.path("taken")))
        let (_, loader) = try fixture.session(session("state: taken"))
        let factory = NodeFactory(
          loader: loader, sandboxes: SandboxPool(isRealtime: false), rate: 48_000,
          maximumFrames: 64)
        let resolved = try loader.load(path: fixture.path("session.yaml"))
        let node = try factory.make(resolved.nodes[0])
        guard case .plugin(let instance) = node.body else { return }
        #expect(instance.value(of: "gain") == 0.125)
      }
    }

    @Test func areRefusedForWhatHasNone() async throws {
      try await withHost("") { fixture, host, _ in
        let url = URL(filePath: fixture.path("taken"))
        let error = #expect(throws: HostError.self) { try host.saveState(of: "cuont", to: url) }
        #expect(error?.message == "there is no node `cuont`: did you mean `count`?")
        #expect(throws: HostError.self) {
          try host.saveState(of: "count", to: URL(filePath: "/proc/none"))
        }
      }
    }
  }
}
