import Drivers
import Foundation
import Synchronization
import TestSupport
import Testing
import WorkQueues

@testable import DriverJACK

@Suite(
  "JACK driver and servers that fail", .serialized,
  .enabled(if: JackServer.isInstalled, "jackd is not installed"))
struct JACKRecoveryTests: JACKSuite {
  let stage: JACKStage

  init() throws { stage = try JACKStage() }

  private func open(restoring patch: JACKPatch = JACKPatch()) throws -> JACKDriver {
    try JACKDriver.open(
      StreamRequest(device: server.name, captureChannels: 1, playbackChannels: 2),
      restoring: patch)
  }

  @Test func playsAgainWithAllConnectionsAfterEachCrash() async throws {
    defer { end() }
    var patch = JACKPatch()
    var before: Footprint?
    let all: Set<JACKPatch.Connection> = [
      JACKPatch.Connection(port: "in_1", peer: "system:capture_1"),
      JACKPatch.Connection(port: "in_1", peer: "sender:port"),
      JACKPatch.Connection(port: "out_1", peer: "recorder:port"),
      JACKPatch.Connection(port: "out_2", peer: "system:playback_2"),
    ]
    for round in 0...Cases.count(20, atLeast: 3) {
      let loop = Loopback()
      let driver = try open(restoring: patch)
      try driver.start(loop.callback, on: queue)
      do {
        let sender = try #require(JackClient(.sender, server: server.name))
        let recorder = try #require(
          JackClient(.recorder, server: server.name, capacity: 48_000 * 60))
        if round == 0 {
          #expect(sender.connect("sender:port", to: "tactus:in_1"))
          #expect(recorder.connect("tactus:out_1", to: "recorder:port"))
          #expect(recorder.disconnect("tactus:out_1", from: "system:playback_1"))
        }
        #expect(await eventually { driver.connections == all }, "round \(round)")
        #expect(await eventually { recorder.recording.contains { $0 != 0 } })
        patch = driver.patch
        #expect(patch.made.count == 2 && patch.removed.count == 1)
        server.crash()
        #expect(await eventually { driver.counters.loss == .serverGone })
      }
      driver.stop()
      #expect(driver.patch == patch)
      #expect(loop.gaps.load(ordering: .relaxed) == 0)
      #expect(driver.counters.lostThreads.load(ordering: .relaxed) == 0)
      try server.restart()
      let footprint = Footprint(server: server.name)
      // The first round brings what stays for ever.
      if round == 1 { before = footprint }
      if let before {
        #expect(
          await eventually { Footprint(server: server.name) <= before },
          "round \(round): \(before), now \(Footprint(server: server.name))")
      }
    }
  }

  @Test func aServerThatEndsIsLostAndCanBeHadAgain() async throws {
    defer { end() }
    for _ in 0..<3 {
      let loop = Loopback()
      let driver = try open()
      try driver.start(loop.callback, on: queue)
      let made = driver.connections
      #expect(made.count == 3)
      server.stop()
      #expect(await eventually { driver.counters.loss == .serverGone })
      driver.stop()
      // Nobody but the server took the connections away.
      #expect(driver.patch == JACKPatch())
      let error = #expect(throws: DriverError.self) { try open() }
      #expect(error?.code == .unavailable)
      try server.restart()
    }
  }

  @Test func aServerThatHangsIsLostAndLetsGo() async throws {
    defer { end() }
    let loop = Loopback()
    let before = Footprint(server: server.name)
    let driver = try open()
    try driver.start(loop.callback, on: queue)
    server.pause(true)
    #expect(await eventually { driver.counters.loss == .serverGone })
    #expect(driver.counters.stalls.load(ordering: .relaxed) == 1)
    driver.stop()
    let periods = loop.periodCount
    let error = #expect(throws: DriverError.self) { try open() }
    #expect(error?.code == .unavailable)
    #expect(
      error?.message
        == "JACK server \(server.name) does not answer; if it hangs, end it and start it anew")
    #expect(!JACKServer.isRunning(server.name))
    // Another client would have the library free this one, were its server dead.
    #expect(JACKClient.partingCount.load(ordering: .acquiring) == 1)
    let asked: Bool? = try? JACKLibrary.ask(nil) { .success(true) }
    #expect(asked == nil)
    #expect(loop.periodCount == periods)
    server.pause(false)
    #expect(await eventually { JACKServer.isRunning(server.name) })
    let second = Loopback()
    let again = try open()
    try again.start(second.callback, on: queue)
    #expect(await eventually { second.periodCount > 10 })
    again.stop()
    #expect(loop.periodCount == periods)
    #expect(await eventually { Footprint(server: server.name) <= before })
  }

  @Test func aShortPauseIsAStallWithARecovery() async throws {
    defer { end() }
    let loop = Loopback()
    let driver = try open()
    try driver.start(loop.callback, on: queue)
    server.pause(true)
    let hasStalled = await eventually { driver.counters.stalls.load(ordering: .relaxed) == 1 }
    server.pause(false)
    #expect(hasStalled)
    #expect(
      await eventually {
        driver.counters.recoveries.load(ordering: .relaxed) == 1 || driver.counters.isLost
      })
    driver.stop()
  }
}
