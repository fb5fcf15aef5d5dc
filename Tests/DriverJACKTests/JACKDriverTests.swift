import CJACK
import DriverJACK
import Drivers
import Synchronization
import TestSupport
import Testing
import WorkQueues

@Suite(
  "JACK driver", .serialized, .enabled(if: JackServer.isInstalled, "jackd is not installed"))
struct JACKDriverTests: JACKSuite {
  let stage: JACKStage
  private let loop = Loopback()

  init() throws { stage = try JACKStage() }

  private func open(
    capture: Int = 1, playback: Int = 1, connect: PortConnections = .none
  ) throws -> JACKDriver {
    try JACKDriver.open(
      StreamRequest(device: server.name, captureChannels: capture, playbackChannels: playback),
      connect: connect)
  }

  @Test func tellsJACKHowLateTheGraphIs() async throws {
    defer { end() }
    let other = try #require(JackClient(.recorder, server: server.name))
    let card = [
      other.latency(of: "system:capture_1", JackCaptureLatency),
      other.latency(of: "system:playback_1", JackPlaybackLatency),
    ]
    #expect(card.allSatisfy { $0.count == 2 && $0[1] > 0 })
    let driver = try open(connect: .physical)
    driver.setGraphLatency(frames: 48)
    try driver.start(loop.callback, on: queue)
    let (input, output) = ("\(driver.clientName):in_1", "\(driver.clientName):out_1")
    func tells(_ graph: UInt32) -> Bool {
      other.latency(of: output, JackCaptureLatency) == card[0].map { $0 + graph }
        && other.latency(of: input, JackPlaybackLatency) == card[1].map { $0 + graph }
    }
    #expect(await eventually { tells(48) })
    driver.setGraphLatency(frames: 240)
    #expect(await eventually { tells(240) })
    driver.setGraphLatency(frames: 0)
    #expect(await eventually { tells(0) })
    driver.stop()
    driver.setGraphLatency(frames: 10)
  }

  @Test func passesASignalBitForBit() async throws {
    defer { end() }
    let length = 3 * 48_000
    let sender = try #require(JackClient(.sender, server: server.name))
    let recorder = try #require(JackClient(.recorder, server: server.name, capacity: length))
    let driver = try open(
      connect: try .ports(capture: [sender.portName], playback: [recorder.portName]))
    #expect(driver.format.rate == 48_000)
    #expect(driver.format.periodFrames == 256)
    try driver.start(loop.callback, on: queue)
    #expect(driver.adjustments == [])
    #expect(await eventually(timeout: .seconds(60)) { recorder.count >= length })
    driver.stop()
    let heard = recorder.recording
    let first = try #require(heard.firstIndex { $0 != 0 })
    let start = try #require((0..<sender.count).first { JackClient.signal($0) == heard[first] })
    let wrong = (first..<heard.count).first {
      heard[$0].bitPattern != JackClient.signal(start + $0 - first).bitPattern
    }
    #expect(wrong == nil)
    #expect(heard.count - first > 2 * 48_000)
    #expect(loop.gaps.load(ordering: .relaxed) == 0)
    #expect(driver.counters.periods.load(ordering: .relaxed) == UInt64(loop.periodCount))
  }

  @Test func worksInTheQueueAsAGuest() async throws {
    defer { end() }
    let driver = try open()
    try driver.start(loop.callback, on: queue)
    #expect(await eventually { loop.periodCount > 10 })
    let guest = queue.snapshot().workers.first { $0.name == "jack" }
    #expect(guest?.kind == "guest")
    #expect((guest?.performed ?? 0) > 0)
    driver.stop()
  }

  @Test func connectsThePhysicalPorts() throws {
    defer { end() }
    let observer = try #require(JackClient(.recorder, server: server.name))
    let driver = try open(capture: 1, playback: 4, connect: .physical)
    try driver.start(loop.callback, on: queue)
    #expect(observer.connections(of: "tactus:in_1") == ["system:capture_1"])
    #expect(observer.connections(of: "tactus:out_2") == ["system:playback_2"])
    #expect(observer.connections(of: "tactus:out_3") == [])
    #expect(
      driver.adjustments == ["2 physical playback ports for 4: out_3 and on stay unconnected"])
    driver.stop()
  }

  @Test func saysWhichPortsAreMissing() throws {
    defer { end() }
    let driver = try open(
      connect: try .ports(capture: ["nobody:here"], playback: ["system:playback_2"]))
    try driver.start(loop.callback, on: queue)
    #expect(
      driver.adjustments == ["JACK has no port nobody:here yet: tactus:in_1 waits for it"])
    driver.stop()
  }

  @Test func saysWhatTheServerDoesOtherwise() throws {
    defer { end() }
    let driver = try JACKDriver.open(
      StreamRequest(device: server.name, rate: 44_100, periodFrames: 64), connect: .none)
    #expect(
      driver.adjustments == [
        "rate 44100 was asked for, JACK server \(server.name) runs at 48000",
        "a period of 64 was asked for, JACK server \(server.name) has 256",
      ])
    let second = try JACKDriver.open(StreamRequest(device: server.name), connect: .none)
    #expect(second.clientName != driver.clientName)
    #expect(second.adjustments.count == 1)
  }

  @Test func aStrictRequestForAnotherRateIsRefused() throws {
    defer { end() }
    var request = StreamRequest(device: server.name, rate: 44_100, periodFrames: 64)
    request.isStrict = true
    let error = #expect(throws: DriverError.self) { try JACKDriver.open(request, connect: .none) }
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains("rate 44100") == true)
    #expect(error?.message.contains("a period of 64") == true)
    request.rate = 48_000
    request.periodFrames = 256
    #expect(throws: Never.self) { try JACKDriver.open(request, connect: .none) }
  }

  @Test func longerCyclesComeAsSeveralPeriods() async throws {
    defer { end() }
    let driver = try open()
    let other = try #require(JackClient(.recorder, server: server.name))
    try driver.start(loop.callback, on: queue)
    #expect(await eventually { loop.periodCount > 4 })
    #expect(jack_set_buffer_size(other.client, 640) == 0)
    let count = loop.periodCount
    #expect(await eventually { loop.periodCount > count + 12 })
    driver.stop()
    #expect(loop.longest.load(ordering: .relaxed) == 256)
    #expect(loop.gaps.load(ordering: .relaxed) == 0)
    #expect(loop.shortest.load(ordering: .relaxed) == 640 - 2 * 256)
    let isLost = driver.counters.isLost
    #expect(!isLost)
  }

  @Test func leavesTheServerAlive() async throws {
    defer { end() }
    let driver = try open()
    try driver.start(loop.callback, on: queue)
    #expect(await eventually { loop.periodCount > 4 })
    driver.stop()
    let count = loop.periodCount
    driver.stop()
    #expect(server.isAlive)
    let other = try #require(JackClient(.recorder, server: server.name, capacity: 100_000))
    #expect(await eventually { other.count > 1_000 })
    #expect(jack_port_by_name(other.client, "tactus:in_1") == nil)
    #expect(loop.periodCount == count)
    let error = #expect(throws: DriverError.self) { try driver.start(loop.callback, on: queue) }
    #expect(error?.code == .failed)
  }

  @Test func isLostWhenTheServerCrashes() async throws {
    defer { end() }
    let driver = try open()
    try driver.start(loop.callback, on: queue)
    #expect(await eventually { loop.periodCount > 4 })
    #expect(JACKServer.isRunning(server.name))
    server.crash()
    #expect(await eventually { driver.counters.isLost })
    driver.stop()
    #expect(!JACKServer.isRunning(server.name))
  }

  @Test func isLostWhenTheServerEnds() async throws {
    defer { end() }
    let driver = try open()
    try driver.start(loop.callback, on: queue)
    #expect(await eventually { loop.periodCount > 4 })
    server.stop()
    #expect(await eventually { driver.counters.isLost })
    driver.stop()
  }
}

extension Loopback {
  var periodCount: Int { periods.load(ordering: .acquiring) }
}
