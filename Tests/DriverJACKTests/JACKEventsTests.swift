import CJACK
import CRealtime
import DriverJACK
import Drivers
import Synchronization
import TestSupport
import Testing
import WorkQueues

@Suite(
  "JACK's MIDI and transport", .serialized,
  .enabled(if: JackServer.isInstalled, "jackd is not installed"))
struct JACKEventsTests: JACKSuite {
  let stage: JACKStage
  private let loop = EventLoop()

  init() throws { stage = try JACKStage() }

  /// A driver with one MIDI port each way beside one channel.
  private func open(to client: Bool) throws -> JACKDriver {
    var request = StreamRequest(device: server.name, captureChannels: 1, playbackChannels: 1)
    request.midiCapturePorts = 1
    request.midiPlaybackPorts = 1
    var connections = PortConnections.none
    if client {
      connections.capture = [.first(try PortPattern("midi:send_audio"))]
      connections.playback = [.first(try PortPattern("midi:hear_audio"))]
      connections.midiCapture = [.first(try PortPattern("midi:send"))]
      connections.midiPlayback = [.first(try PortPattern("midi:hear"))]
    }
    return try JACKDriver.open(request, connect: connections)
  }

  /// With cycles as long as periods, and longer ones that are cut into several.
  @Test(arguments: [256, 1_000])
  func messagesStayWithTheirFrames(cycleFrames: UInt32) async throws {
    defer { end() }
    let client = try #require(MIDIClient(server: server.name))
    let driver = try open(to: true)
    try driver.start(loop.callback, on: queue)
    #expect(driver.adjustments == [])
    if cycleFrames != 256 { #expect(jack_set_buffer_size(client.client, cycleFrames) == 0) }
    let count = client.heardMessages.count
    #expect(await eventually { client.heardMessages.count > count + 1_000 })
    driver.stop()
    let samples = client.heardSamples
    // The first messages may be in a cycle in which the other port was not connected yet.
    let messages = Array(client.heardMessages.dropFirst(40).prefix(1_000))
    let known = Set(samples)
    #expect(messages.filter { !known.contains($0) } == [])
    #expect(zip(messages, messages.dropFirst()).allSatisfy { $0.number + 1 == $1.number })
    #expect(driver.counters.droppedMIDI.load(ordering: .relaxed) == 0)
    #expect(loop.messages.load(ordering: .relaxed) >= 1_000)
  }

  /// The graph's periods are shorter than the longest of JACK's cycles.
  @Test(arguments: [256, 1_000])
  func messagesStayWithTheirFramesThroughNodes(cycleFrames: UInt32) async throws {
    defer { end() }
    let client = try #require(MIDIClient(server: server.name))
    let driver = try open(to: true)
    let graph = try GraphLoop(on: queue, maximumFrames: 128)
    try driver.start(graph.callback, on: queue)
    if cycleFrames != 256 { #expect(jack_set_buffer_size(client.client, cycleFrames) == 0) }
    let count = client.heardMessages.count
    #expect(await eventually { client.heardMessages.count > count + 1_000 })
    driver.stop()
    let known = Set(client.heardSamples)
    let messages = Array(client.heardMessages.dropFirst(40).prefix(1_000))
    #expect(messages.filter { !known.contains($0) } == [])
    #expect(zip(messages, messages.dropFirst()).allSatisfy { $0.number + 1 == $1.number })
    #expect(driver.counters.droppedMIDI.load(ordering: .relaxed) == 0)
  }

  @Test func messagesOutOfOrderAreRefusedAndCounted() async throws {
    defer { end() }
    let client = try #require(MIDIClient(server: server.name))
    let driver = try open(to: true)
    loop.isUnruly.store(true, ordering: .relaxed)
    try driver.start(loop.callback, on: queue)
    #expect(await eventually { client.heardMessages.count > 500 })
    driver.stop()
    let refused = loop.refused.load(ordering: .relaxed)
    #expect(refused > 500)
    #expect(driver.counters.droppedMIDI.load(ordering: .relaxed) == UInt64(refused))
    let messages = client.heardMessages
    #expect(zip(messages, messages.dropFirst()).allSatisfy { $0.frame <= $1.frame })
  }

  @Test func theTransportIsToldInEveryPeriod() async throws {
    defer { end() }
    let driver = try open(to: false)
    try driver.start(loop.callback, on: queue)
    #expect(await eventually { loop.noted.count > 4 })
    #expect(loop.noted.allSatisfy { !$0.transport.is_rolling && !$0.transport.has_tempo })
    #expect(driver.transport.locate(toFrame: 96_000))
    #expect(await eventually { loop.noted.last?.transport.frame == 96_000 })
    driver.transport.start()
    #expect(await eventually { (loop.noted.last?.transport.frame ?? 0) > 96_000 + 48_000 })
    let other = try #require(JackClient(.recorder, server: server.name))
    // Cycles that are cut into several periods.
    #expect(jack_set_buffer_size(other.client, 1_000) == 0)
    #expect(await eventually { (loop.noted.last?.transport.frame ?? 0) > 96_000 + 96_000 })
    driver.transport.stop()
    #expect(await eventually { loop.noted.last?.transport.is_rolling == false })
    #expect(driver.transport.position?.is_rolling == false)
    let rolling = loop.noted.filter(\.transport.is_rolling)
    #expect(rolling.first?.transport.frame == 96_000)
    #expect(
      zip(rolling, rolling.dropFirst()).allSatisfy {
        $0.transport.frame + UInt64($0.frames) == $1.transport.frame
          && $0.frameTime + UInt64($0.frames) == $1.frameTime
      })
    #expect(rolling.contains { $0.frames < 256 })
    driver.stop()
    #expect(driver.transport.position == nil)
    #expect(!driver.transport.locate(toFrame: 1))
  }

  @Test func tempoAndBeatsFollowTheFrames() async throws {
    defer { end() }
    let driver = try open(to: false)
    try driver.start(loop.callback, on: queue)
    let master = try #require(JackClient(.recorder, server: server.name))
    // 90 beats per minute in three quarters: a beat is 32,000 frames.
    let timebase: JackTimebaseCallback = { _, _, position, _, _ in
      guard let position else { return }
      let beat = position.pointee.frame / 32_000
      position.pointee.valid = JackPositionBBT
      position.pointee.bar = Int32(beat / 3 + 1)
      position.pointee.beat = Int32(beat % 3 + 1)
      position.pointee.tick = Int32(position.pointee.frame % 32_000)
      position.pointee.ticks_per_beat = 32_000
      position.pointee.beats_per_minute = 90
      position.pointee.beats_per_bar = 3
      position.pointee.beat_type = 4
    }
    #expect(jack_set_timebase_callback(master.client, 0, timebase, nil) == 0)
    #expect(jack_set_buffer_size(master.client, 1_000) == 0)
    driver.transport.start()
    #expect(await eventually { (loop.noted.last?.transport.frame ?? 0) > 7 * 32_000 })
    driver.stop()
    let told = loop.noted.map(\.transport).filter { $0.is_rolling && $0.has_tempo }
    #expect(told.count > 500)
    let wrong = told.filter { place in
      let beats =
        Double((place.bar - 1) * 3 + place.beat - 1) + place.beat_fraction
      return place.beats_per_minute != 90 || place.beats_per_bar != 3 || place.beat_type != 4
        || !(1...3).contains(place.beat) || !(0..<1).contains(place.beat_fraction)
        || abs(beats * 32_000 - Double(place.frame)) > 0.01
    }
    #expect(wrong.count == 0)
    #expect(Set(told.map(\.bar)).isSuperset(of: [1, 2, 3]))
  }
}
