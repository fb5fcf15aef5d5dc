import Control
import Drivers
import Foundation
import Signal
import Synchronization
import TestSupport
import Testing

@testable import Host

extension LiveHosts {
  @Suite("Commands to a host", .serialized) struct HostCommandTests {
    private static let level: [OnePlugin] = [OnePlugin(LevelPlugin())]
    private static let two = SteeredStage.session(
      nodes: """
        - {name: a, builtin: gain, channels: 1, parameters: {gain: 0}}
          - {name: b, builtin: gain, channels: 1}
        """, chain: "[capture, a, b, playback]",
      """
      snapshots:
        - {name: Quiet, values: {a.gain: -6}, bypass: {b: true}}
      control:
        - {cc: 7, node: a, parameter: gain}
      """)

    @Test func setsAParameter() async throws {
      try await withStage { stage in
        try stage.edit(.set(node: "amp", parameter: "gain", value: .number(-6)))
        #expect(abs(stage.play(40).last! - 0.5 * Decibels.gain(-6)) < 1e-5)
        let value = try stage.state(.parameters)["amp"]
        guard case .list(let parameters)? = value else { return #expect(Bool(false)) }
        #expect(parameters.first { $0["symbol"] == "gain" }?["value"] == .number(-6))
      }
    }

    @Test func aRampIsAStraightLineToTheExactValue() async throws {
      try await withStage { stage in
        stage.play(10)
        try stage.edit(
          .set(node: "amp", parameter: "gain", value: .number(-120), rampSeconds: 0.2))
        let played = stage.play(200)
        #expect(played.last == 0)
        let steps = zip(played, played.dropFirst()).map { abs($1 - $0) }
        #expect(steps.max()! < 0.5 / 4000, "\(steps.max()!)")
        // Half of the way after half of the time, and 20 ms for the smoothing.
        #expect(abs(played[4800 + 960] - 0.25) < 0.02, "\(played[4800])")
      }
    }

    @Test func bypassesANode() async throws {
      try await withStage { stage in
        try stage.edit(.set(node: "amp", parameter: "gain", value: .number(-20)))
        stage.play(40)
        try stage.edit(.bypass(node: "amp", isBypassed: true))
        #expect(await stage.settle())
        #expect(stage.play().last == 0.5)
        #expect(try stage.state(.graph)["nodes"] == [stage.node(isBypassed: true)])
        try stage.edit(.bypass(node: "amp", isBypassed: false))
        #expect(await stage.settle())
        #expect(abs(stage.play().last! - 0.05) < 1e-6)
      }
    }

    @Test func addsConnectsAndRemovesNodes() async throws {
      try await withStage { stage in
        try stage.edit(
          .addNode([
            "name": "half", "builtin": "gain", "channels": 1, "parameters": ["gain": -120],
          ]))
        try stage.edit(
          .connect(from: "capture:out_1", to: "half:in_1"),
          .connect(from: "half:out_1", to: "playback:in_1"),
          .disconnect(from: "amp:out_1", to: "playback:in_1"))
        #expect(await stage.settle())
        #expect(stage.play().last == 0)
        try stage.edit(
          .removeNode("half"), .connect(from: "amp:out_1", to: "playback:in_1"))
        #expect(await stage.settle())
        #expect(stage.play().last == 0.5)
        #expect(stage.host.live.nodes.map(\.name) == ["amp"])
      }
    }

    @Test func removingANodeTakesAllThatNamesIt() async throws {
      try await withStage(Self.two) { stage in
        try stage.edit(.removeNode("a"), .connect(from: "capture:out_1", to: "b:in_1"))
        let session = stage.host.live.session
        #expect(session.controls.isEmpty)
        #expect(session.snapshots.map(\.values) == [[]])
        #expect(await stage.settle())
        #expect(stage.play().last == 0.5)
      }
    }

    @Test func goesToSnapshotsKeepsAndForgetsThem() async throws {
      try await withStage(Self.two) { stage in
        try stage.edit(.snapshot("Quiet"))
        #expect(await stage.settle())
        #expect(abs(stage.play().last! - 0.5 * Decibels.gain(-6)) < 1e-5)
        try stage.edit(.set(node: "a", parameter: "gain", value: .number(-12)))
        try stage.ask(.storeSnapshot("Quieter"))
        #expect(try stage.state(.snapshots) == ["Quiet", "Quieter"])
        try stage.edit(.set(node: "a", parameter: "gain", value: .number(0)))
        try stage.edit(.snapshot("Quieter", fadeSeconds: 0.1))
        stage.play(150)
        #expect(abs(stage.play().last! - 0.5 * Decibels.gain(-12)) < 1e-5)
        try stage.ask(.removeSnapshot("Quiet"))
        #expect(try stage.state(.snapshots) == ["Quieter"])
        #expect(try stage.refusal(.removeSnapshot("Quiet"))?.code == .notFound)
      }
    }

    @Test func mutesFadesAndMovesTheTransport() async throws {
      try await withStage { stage in
        try stage.edit(.mute(true))
        #expect(stage.play(2).last == 0)
        #expect(try stage.state(.session)["isMuted"] == true)
        try stage.edit(.mute(false))
        #expect(stage.play(2).last == 0.5)
        try stage.edit(.fade(.out, seconds: 0.01))
        let fading = stage.play(20)
        #expect(fading.last == 0)
        #expect(zip(fading, fading.dropFirst()).allSatisfy { $0 - $1 < 0.01 })
        try stage.edit(.fade(.in, seconds: 0))
        #expect(stage.play(2).last == 0.5)
        try stage.edit(.transport(.locate(frame: 1000)), .transport(.start))
        stage.play(3)
        #expect(try stage.state(.transport)["isRolling"] == true)
        try stage.edit(.transport(.stop))
        stage.play(2)
        #expect(try stage.state(.transport)["isRolling"] == false)
      }
    }

    @Test func somethingAtAFrameIsThereAtThatFrame() async throws {
      try await withStage(
        SteeredStage.session(
          nodes: "- {name: amp, plugin: \"ladspa:level:level\"}", chain: "[amp, playback]"),
        Self.level
      ) { stage in
        stage.play(3)
        try stage.edit(
          .set(node: "amp", parameter: "level", value: .number(64)), at: 64 * 5 + 17)
        #expect(stage.play(2).allSatisfy { $0 == 0 })
        let period = stage.play()
        #expect(period[..<17].allSatisfy { $0 == 0 })
        #expect(period[17...].allSatisfy { $0 == 0.5 })
        #expect(try stage.refusal(of: .mute(true), at: 10)?.code == .tooLate)
      }
    }

    /// A signal and its opposite through a gain each, which make silence as long as both are the same.
    private static let opposites = SteeredStage.session(
      nodes: """
        - {name: a, builtin: gain, channels: 1}
          - {name: b, builtin: gain, channels: 1}
          - {name: minus, builtin: polarity, channels: 1}
        """, chain: "[[capture, a, playback], [capture, b, minus, playback]]")

    @Test func theEditsOfATransactionAreThereInOnePeriodWhileItPlays() async throws {
      try await withStage(Self.opposites) { stage in
        let player = BusyPlayer(stage.driver)
        var random = SeededGenerator(seed: 7)
        for _ in 0..<1000 {
          let gain = ParameterValue.number(Double.random(in: -20...0, using: &random))
          try stage.edit(
            .set(node: "a", parameter: "gain", value: gain),
            .set(node: "b", parameter: "gain", value: gain))
        }
        #expect(player.largest == 0)
        try stage.edit(.set(node: "a", parameter: "gain", value: .number(-60)))
        #expect(await eventually { player.largest > 0.1 })
        player.end()
      }
    }

    @Test func aThousandTransactionsOfATimeMakeNoClick() async throws {
      try await withStage { stage in
        let player = BusyPlayer(stage.driver)
        var random = SeededGenerator(seed: 8)
        for step in 0..<1000 {
          let gain = ParameterValue.number(Double.random(in: -12...0, using: &random))
          let ramp = step % 3 == 0 ? Double.random(in: 0...0.05, using: &random) : nil
          try stage.edit(
            .set(node: "amp", parameter: "gain", value: gain, rampSeconds: ramp),
            .transport(.locate(frame: Int64(step))))
        }
        player.end()
        // The steepest step of the tone, and of a gain that moves over 20 ms.
        #expect(player.largestStep < BusyPlayer.steepest + 0.5 / 960 * 1.1)
        #expect(player.largest > 0.1)
      }
    }

    @Test func aTransactionThatFailsChangesNothing() async throws {
      try await withStage(Self.two) { stage in
        let before = (stage.host.steered.withLock { $0.document }, stage.play(20))
        let error = try stage.refusal(
          of: .set(node: "a", parameter: "gain", value: .number(-20)),
          .bypass(node: "b", isBypassed: true), .removeNode("nobody"))
        #expect(error?.code == .notFound)
        #expect(stage.play(20) == before.1)
        #expect(stage.host.steered.withLock { $0.document } == before.0)
        #expect(stage.host.live.isSettled)
      }
    }

    @Test(arguments: [
      (
        ControlEdit.set(node: "c", parameter: "gain", value: .number(0)), ControlError.Code.notFound
      ),
      (.set(node: "a", parameter: "gian", value: .number(0)), .notFound),
      (.set(node: "a", parameter: "gain", value: .number(1000)), .outOfRange),
      (.set(node: "a", parameter: "gain", value: .label("loud")), .outOfRange),
      (.bypass(node: "c", isBypassed: true), .notFound),
      (.addNode(["name": "a", "builtin": "gain"]), .conflict),
      (.addNode(["name": "c", "builtin": "gian"]), .failed),
      (.addNode(["name": "c", "builtin": "gain", "colour": 1]), .failed),
      (.removeNode("c"), .notFound),
      (.connect(from: "a:out_1", to: "b:in_1"), .conflict),
      (.connect(from: "a:out_1", to: "b:nothing"), .notFound),
      (.connect(from: "b:out_1", to: "a:in_1"), .conflict),
      (.connect(from: "b", to: "a:in_1"), .outOfRange),
      (.disconnect(from: "b:out_1", to: "a:in_1"), .notFound),
      (.snapshot("Nothing"), .notFound),
      (.preset(node: "a", name: "x"), .unsupported),
    ])
    func refuses(edit: ControlEdit, code: ControlError.Code) async throws {
      try await withStage(Self.two) { stage in
        let error = try stage.refusal(of: edit)
        #expect(error?.code == code, "\(error?.message ?? "taken")")
      }
    }

    @Test func tellsAllOfItsState() async throws {
      try await withStage(Self.two) { stage in
        let state = try stage.ask(.state([]))
        #expect(state.fields?.keys.sorted() == StateSection.allCases.map(\.rawValue).sorted())
        #expect(state["session"]?["instance"] == "stage")
        #expect(state["session"]?["isModified"] == false)
        #expect(state["device"]?["rate"] == 48_000)
        #expect(
          state["graph"]?["connections"] == [
            ["from": "capture:out_1", "to": "a:in_1"], ["from": "a:out_1", "to": "b:in_1"],
            ["from": "b:out_1", "to": "playback:in_1"],
          ])
        try stage.edit(.set(node: "a", parameter: "gain", value: .number(-6)))
        #expect(try stage.state(.session)["isModified"] == true)
      }
    }

    @Test func tellsChangesLevelsEventsAndStatistics() async throws {
      try await withStage(Self.two) { stage in
        _ = try stage.client.request(
          .subscribe(Subscription([.changes, .levels, .events, .statistics])))
        try stage.edit(
          .set(node: "a", parameter: "gain", value: .number(-6)))
        let set: JSONValue = [
          "change": "set", "node": "a", "parameter": "gain", "value": .number(-6),
        ]
        #expect(try stage.notification(.changes, "set") == set)
        try stage.edit(.bypass(node: "b", isBypassed: true))
        let bypass = try stage.notification(.changes, "bypass")
        #expect(bypass?["isBypassed"] == true)
        #expect(try stage.notification(.levels)?["levels"] != nil)
        #expect(try stage.notification(.statistics)?["load"] != nil)
        try stage.edit(.removeNode("b"))
        #expect(try stage.notification(.changes, "graph") != nil)
        stage.host.toggleMute()
        #expect(try stage.notification(.changes, "mute")?["isMuted"] == true)
        try stage.fixture.write(Self.two.replacing("gain: 0", with: "gain: -3"))
        stage.host.reload()
        let reloaded = try stage.notification(.changes, "set")
        #expect(reloaded?["value"] == .number(-3))
        stage.host.events.add("something happened")
        #expect(try stage.notification(.events) != nil)
      }
    }

    @Test func tellsWhatAControlMoved() async throws {
      try await withStage(
        Self.two.replacing("playback: 1}", with: "playback: 1, midi_capture: 1}")
      ) { stage in
        _ = try stage.client.request(.subscribe(Subscription([.changes])))
        stage.driver.step(midi: [[(0, [0xB0, 7, 0])]])
        let moved = try stage.notification(.changes, "set")
        #expect(moved?["node"] == "a")
      }
    }

    @Test func anInvalidFileChangesNothingAndIsExplained() async throws {
      try await withStage { stage in
        try stage.fixture.write("nodes: [")
        let error = try stage.refusal(.reload)
        #expect(error?.code == .failed)
        #expect(error?.message.contains("not valid YAML") == true)
        #expect(stage.play().last == 0.5)
        #expect(try stage.refusal(.load(path: "/nowhere.yaml"))?.code == .notFound)
        try Self.two.replacing("gain: 0", with: "gain: -120").write(
          toFile: stage.fixture.path("other.yaml"), atomically: true, encoding: .utf8)
        try stage.ask(.load(path: stage.fixture.path("other.yaml")))
        #expect(await stage.settle())
        #expect(stage.play().last == 0)
        #expect(try stage.state(.session)["name"] == "other")
      }
    }

    @Test func aHostThatHasEndedHasNoSocket() async throws {
      try await withHostFixture { fixture in
        let stage = try SteeredStage(fixture, SteeredStage.session())
        let path = stage.host.controlPath
        stage.host.end()
        #expect(!FileManager.default.fileExists(atPath: path ?? ""))
      }
    }

    @Test func aTransactionOfATakeIsReplayed() async throws {
      try await withHostFixture { fixture in
        let take = fixture.path("take")
        let stage = try SteeredStage(fixture, Self.two, takePath: take)
        var played = stage.play(20)
        try stage.edit(
          .set(node: "a", parameter: "gain", value: .number(-6), rampSeconds: 0.01),
          .set(node: "b", parameter: "gain", value: .number(3)))
        played += stage.play(40)
        try stage.edit(.bypass(node: "b", isBypassed: true))
        for _ in 0..<40 {
          played += stage.play()
          stage.host.live.advance()
        }
        try stage.edit(.addNode(["name": "c", "builtin": "gain", "channels": 1]))
        for _ in 0..<40 {
          played += stage.play()
          stage.host.live.advance()
        }
        stage.host.end()
        _ = try TakeReplay(
          path: take, loader: SessionLoader(catalogues: []),
          outputPath: fixture.path("replayed.wav")
        ).run()
        #expect(try fixture.read("replayed.wav")[0] == played)
      }
    }
  }
}

extension SteeredStage {
  fileprivate func node(isBypassed: Bool) -> JSONValue {
    [
      "name": "amp", "kind": "gain", "builtin": "gain", "isBypassed": .bool(isBypassed),
      "inputs": ["in_1"], "outputs": ["out_1"],
    ]
  }
}
