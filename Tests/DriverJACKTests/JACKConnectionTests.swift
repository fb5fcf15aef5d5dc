import CJACK
import DriverJACK
import Drivers
import Synchronization
import TestSupport
import Testing
import WorkQueues

@Suite(
  "JACK's ports and connections", .serialized,
  .enabled(if: JackServer.isInstalled, "jackd is not installed"))
struct JACKConnectionTests: JACKSuite {
  let stage: JACKStage
  private let loop = Loopback()

  init() throws { stage = try JACKStage() }

  private func open(
    capture: Int = 1, playback: Int = 2, _ connections: PortConnections,
    restoring patch: JACKPatch = JACKPatch()
  ) throws -> JACKDriver {
    try JACKDriver.open(
      StreamRequest(device: server.name, captureChannels: capture, playbackChannels: playback),
      connect: connections, restoring: patch)
  }

  private func request(
    capture: [DeviceChannel], playback: [DeviceChannel]
  ) -> StreamRequest {
    var request = StreamRequest(
      device: server.name, captureChannels: capture.count, playbackChannels: playback.count)
    request.captureMap = capture
    request.playbackMap = playback
    return request
  }

  @Test func channelsAreTheServersPhysicalPorts() throws {
    defer { end() }
    let driver = try JACKDriver.open(request(capture: [1, 1], playback: [1, 0, 8]))
    defer { driver.stop() }
    try driver.start(loop.callback, on: queue)
    #expect(
      driver.connections == [
        JACKPatch.Connection(port: "in_1", peer: "system:capture_2"),
        JACKPatch.Connection(port: "in_2", peer: "system:capture_2"),
        JACKPatch.Connection(port: "out_1", peer: "system:playback_2"),
        JACKPatch.Connection(port: "out_2", peer: "system:playback_1"),
      ])
    #expect(
      driver.adjustments == [
        "JACK has no physical playback port 9: tactus:out_3 stays unconnected"
      ])
  }

  @Test func refusesChannelsByTheirPlaces() throws {
    defer { end() }
    let asked = request(capture: [0], playback: ["FL", 1, "FR"])
    let error = #expect(throws: DriverError.self) { try JACKDriver.open(asked) }
    #expect(
      error
        == DriverError(
          .unsupported,
          "JACK does not tell which port is FL, FR: give the playback channels' numbers, "
            + "or name the ports under `connect`"))
  }

  @Test func namedPortsComeBeforeChannels() throws {
    defer { end() }
    let driver = try JACKDriver.open(
      request(capture: [0], playback: ["FL", 1]), connect: .none)
    defer { driver.stop() }
    try driver.start(loop.callback, on: queue)
    #expect(driver.connections.isEmpty)
    #expect(
      driver.adjustments == [
        "`connect` decides for JACK's capture ports, not the channels 1",
        "`connect` decides for JACK's playback ports, not the channels FL, 2",
      ])
  }

  @Test func portsHaveTheirNames() throws {
    defer { end() }
    var connections = PortConnections.none
    connections.clientName = "stage box"
    connections.names = PortNames(capture: ["mic"], playback: ["left"])
    let driver = try open(connections)
    let other = try #require(JackClient(.recorder, server: server.name))
    #expect(driver.clientName == "stage box")
    for name in ["mic", "left", "out_2"] {
      #expect(jack_port_by_name(other.client, "stage box:\(name)") != nil, "\(name)")
    }
    #expect(jack_port_by_name(other.client, "stage box:in_1") == nil)
  }

  @Test func takesTheLongestClientName() throws {
    defer { end() }
    var connections = PortConnections.none
    connections.clientName = String(repeating: "x", count: Int(jack_client_name_size()) - 2)
    let driver = try open(connections)
    #expect(driver.clientName == connections.clientName)
  }

  @Test func patternsListsAndAliasesConnect() throws {
    defer { end() }
    let other = try #require(JackClient(.recorder, server: server.name))
    #expect(
      jack_port_set_alias(jack_port_by_name(other.client, other.portName), "Desk:main") == 0)
    var connections = PortConnections.none
    connections.capture = [.first(try PortPattern("/capture_2$/"))]
    connections.playback = [
      .every([try PortPattern("system:playback_*"), try PortPattern("Desk:main")]),
      .first(try PortPattern("*:playback_?")),
    ]
    let driver = try open(connections)
    try driver.start(loop.callback, on: queue)
    #expect(driver.adjustments == [])
    #expect(other.connections(of: "tactus:in_1") == ["system:capture_2"])
    #expect(
      Set(other.connections(of: "tactus:out_1"))
        == ["system:playback_1", "system:playback_2", other.portName])
    #expect(other.connections(of: "tactus:out_2") == ["system:playback_1"])
    driver.stop()
  }

  @Test func aPortThatAppearsIsConnected() async throws {
    defer { end() }
    let driver = try open(try .ports(capture: ["sender:port"], playback: ["rec*:port"]))
    try driver.start(loop.callback, on: queue)
    #expect(
      driver.adjustments == [
        "JACK has no port sender:port yet: tactus:in_1 waits for it",
        "JACK has no port that matches rec*:port yet: tactus:out_1 waits for one",
      ])
    for _ in 0..<3 {
      let sender = try #require(JackClient(.sender, server: server.name))
      let recorder = try #require(JackClient(.recorder, server: server.name))
      #expect(await eventually { sender.connections(of: "tactus:in_1") == [sender.portName] })
      #expect(await eventually { sender.connections(of: "tactus:out_1") == [recorder.portName] })
    }
    #expect(driver.patch == JACKPatch())
    driver.stop()
  }

  @Test func whatOthersDoIsKeptForTheNext() async throws {
    defer { end() }
    let user = try #require(JackClient(.recorder, server: server.name, name: "user"))
    let told = Locked<[JACKPatch]>([])
    let driver = try JACKDriver.open(
      StreamRequest(device: server.name),
      patchChanged: { patch in told.withLock { $0.append(patch) } })
    try driver.start(loop.callback, on: queue)
    #expect(driver.connections.count == 2)
    #expect(user.connect("tactus:out_2", to: "user:port"))
    #expect(user.disconnect("tactus:out_2", from: "system:playback_2"))
    let patch = JACKPatch(
      made: [.init(port: "out_2", peer: "user:port")],
      removed: [.init(port: "out_2", peer: "system:playback_2")])
    #expect(await eventually { driver.patch == patch })
    #expect(told.withLock { $0.last } == patch)
    driver.stop()

    let second = Loopback()
    let next = try open(capture: 0, PortConnections(), restoring: patch)
    try next.start(second.callback, on: queue)
    #expect(user.connections(of: "tactus:out_1") == ["system:playback_1"])
    #expect(user.connections(of: "tactus:out_2") == ["user:port"])
    // Taken back, both.
    #expect(user.disconnect("tactus:out_2", from: "user:port"))
    #expect(user.connect("tactus:out_2", to: "system:playback_2"))
    #expect(await eventually { next.patch == JACKPatch() })
    next.stop()
  }

  @Test func latencyIsThatOfThePortsThatAreConnected() async throws {
    defer { end() }
    let other = try #require(JackClient(.sender, server: server.name))
    let driver = try open(capture: 2, PortConnections())
    driver.setGraphLatency(frames: 100)
    try driver.start(loop.callback, on: queue)
    func capture(_ port: String) -> [UInt32] { other.latency(of: port, JackCaptureLatency) }
    let card = capture("system:capture_1")
    #expect(await eventually { capture("tactus:out_1") == card.map { $0 + 100 } })
    #expect(await eventually { driver.playbackLatencyFrames > 0 })
    let playback = other.latency(of: "system:playback_1", JackPlaybackLatency)
    #expect(driver.playbackLatencyFrames == Int(playback[1]))
    // Longer periods make the card later, and the driver tells.
    #expect(jack_set_buffer_size(other.client, 1_024) == 0)
    #expect(await eventually { capture("system:capture_1")[1] > card[1] })
    #expect(
      await eventually {
        capture("tactus:out_1") == capture("system:capture_1").map { $0 + 100 }
          && driver.playbackLatencyFrames
            == Int(other.latency(of: "system:playback_1", JackPlaybackLatency)[1])
      })
    #expect(driver.serverPeriodFrames == 1_024)
    #expect(driver.adjustments == ["JACK server \(server.name) has a period of 1024 now"])
    // A source without latency makes the range wider.
    #expect(other.connect(other.portName, to: "tactus:in_2"))
    #expect(await eventually { capture("tactus:out_1")[0] == 100 })
    driver.stop()
  }

  @Test func freewheelingLosesNoPeriod() async throws {
    defer { end() }
    let sender = try #require(JackClient(.sender, server: server.name))
    let recorder = try #require(
      JackClient(.recorder, server: server.name, capacity: 48_000 * 600))
    let driver = try open(
      playback: 1, try .ports(capture: [sender.portName], playback: [recorder.portName]))
    try driver.start(loop.callback, on: queue)
    #expect(await eventually { recorder.recording.contains { $0 != 0 } })
    let first = recorder.count
    #expect(jack_set_freewheel(sender.client, 1) == 0)
    let isFast = await eventually { recorder.count > first + 10 * 48_000 }
    #expect(jack_set_freewheel(sender.client, 0) == 0)
    #expect(isFast)
    let last = recorder.count
    #expect(await eventually { recorder.count > last + 24_000 })
    driver.stop()
    let heard = recorder.recording[first..<min(last + 24_000, 48_000 * 600)]
    let start = try #require((0..<sender.count).first { JackClient.signal($0) == heard[first] })
    let wrong = heard.indices.first { heard[$0] != JackClient.signal(start + $0 - first) }
    #expect(wrong == nil)
    #expect(loop.gaps.load(ordering: .relaxed) == 0)
    let isLost = driver.counters.isLost
    #expect(!isLost)
  }
}
