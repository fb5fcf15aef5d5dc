import CRealtime
import Drivers
import Foundation
import Plugins
import TestSupport
import Testing

@testable import Host

/// A plugin that makes what comes in beside samples audible, frame by frame.
final class EventSounder: PluginInstance, @unchecked Sendable {
  let descriptor = PluginDescriptor.passing("events:events", name: "Sounding")
  let latencyFrames = 0

  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
  var process: rt_process {
    { _, block in
      guard let block = block?.pointee else { return }
      EventSounder.run(block)
    }
  }

  private static func run(_ block: rt_block) {
    block.pass()
    guard let output = block.outputs[0], let events = block.events?.pointee else { return }
    let ports = Int(events.midi_capture_count)
    for frame in 0..<Int(block.frames) { output[frame] += 0.125 * Float(ports) }
    if let transport = events.transport?.pointee {
      let value = Float(transport.frame % 997) / 4_096 + (transport.is_rolling ? 0.25 : 0)
      output[0] += value + (transport.has_tempo ? Float(transport.beats_per_minute) / 1_024 : 0)
    }
    for port in 0..<ports {
      guard let input = events.midi_capture?[port] else { continue }
      for index in 0..<Int(input.count) {
        let event = input.events[index]
        let frame = Int(events.frame_time) + Int(event.frame) - Int(block.frame_time)
        guard (0..<Int(block.frames)).contains(frame) else { continue }
        for byte in 0..<Int(event.byte_count) {
          output[frame] += Float(event.bytes[byte]) / Float(256 * (byte + port + 1))
        }
      }
    }
  }

  func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>? { nil }
  func glide(_ symbol: String, to value: Float) -> Bool { false }
  func restart() {}
}

extension LiveHosts {
  @Suite("MIDI and transport in takes", .serialized) struct TakeInputTests {
    private static let session = """
      device: {capture: 0, playback: 1}
      queue: {workers: 1}
      fades: {start: 0, stop: 0}
      nodes:
        - {name: tone, builtin: tone, level: -30}
        - {name: sounder, plugin: "ladspa:events:events"}
      chain: [tone, sounder, playback]
      """

    /// Without events, then with what comes at random, and without again.
    private func play(_ driver: ManualDriver) {
      var random = SeededGenerator(seed: 11)
      for _ in 0..<5 { driver.step() }
      for period in 0..<400 {
        let ports = period < 200 ? 2 : 1
        let midi = (0..<ports).map { _ in
          (0..<Int.random(in: 0...3, using: &random)).map { _ in
            UInt32.random(in: 0..<64, using: &random)
          }.sorted().map { frame in
            (
              frame: frame,
              bytes: (0..<Int.random(in: 1...5, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
              }
            )
          }
        }
        driver.step(midi: midi, transport: place(period))
        if period == 300 { for _ in 0..<3 { driver.step() } }
      }
      for _ in 0..<5 { driver.step() }
    }

    /// Stands, rolls without a tempo and with one, and is gone for a while.
    private func place(_ period: Int) -> TransportPlace? {
      if (150..<170).contains(period) { return nil }
      var transport = rt_transport()
      transport.is_rolling = period > 50
      transport.frame = period > 50 ? UInt64(64 * period) : 7
      transport.has_tempo = period > 100
      transport.beats_per_minute = 120 + Double(period / 64)
      transport.beat_fraction = Double(period % 10) / 10
      return TransportPlace(transport)
    }

    @Test func aReplayHearsWhatTheTakeHeard() async throws {
      try await untilNothingIsInDoubt { fixture in
        var fixture = fixture
        fixture.catalogues = [OnePlugin(EventSounder())]
        let driver = ManualDriver(
          format: StreamFormat(
            rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 0, playbackChannels: 1))
        let host = try fixture.host(
          Self.session, driver: driver, takePath: fixture.path("take"))
        try host.start()
        play(driver)
        host.end()
        let take = try Take(path: fixture.path("take"))
        guard take.doubts.isEmpty else { return take.doubts }
        #expect(take.inputs.contains { if case .midi = $0.content { true } else { false } })
        let played = try fixture.read("take/playback.w64")
        #expect(
          try fixture.replayTake(as: "again.w64", catalogues: fixture.catalogues) == played)
        // Without its inputs it is another.
        try FileManager.default.removeItem(atPath: take.folder.inputs)
        #expect(
          try fixture.replayTake(as: "without.w64", catalogues: fixture.catalogues) != played)
        return []
      }
    }

    @Test func standingStillIsNotedOnce() {
      let ring = InputRing.create()
      defer { ring.destroy() }
      var transport = rt_transport()
      transport.frame = 5
      withUnsafePointer(to: transport) { transport in
        var events = rt_events()
        events.transport = transport
        withUnsafePointer(to: events) { events in
          for frame in 0..<3 {
            var period = rt_period()
            period.frame_time = UInt64(frame)
            period.events = events
            ring.write(&period)
          }
        }
      }
      #expect(
        ring.take() == [
          TakeInput(frame: 0, content: .ports(0)),
          TakeInput(frame: 0, content: .transport(TransportPlace(transport))),
        ])
      #expect(ring.take() == [])
      #expect(ring.lostRecords == 0)
    }

    @Test func whatFindsNoRoomIsCounted() {
      let ring = InputRing.create()
      defer { ring.destroy() }
      let bytes = [UInt8](repeating: 0x42, count: 100_000)
      bytes.withUnsafeBufferPointer { bytes in
        let message = rt_midi_event(
          frame: 0, byte_count: UInt32(bytes.count), bytes: bytes.baseAddress)
        withUnsafePointer(to: message) { message in
          let input = rt_midi_input(events: message, count: 1)
          withUnsafePointer(to: input) { input in
            var events = rt_events()
            events.midi_capture = input
            events.midi_capture_count = 1
            withUnsafePointer(to: events) { events in
              var period = rt_period()
              period.events = events
              for turn in 1...3 {
                for _ in 0..<12 { ring.write(&period) }
                let sizes = ring.take().compactMap { input -> Int? in
                  if case .midi(_, let bytes) = input.content { bytes.count } else { nil }
                }
                #expect(sizes == Array(repeating: 100_000, count: 10))
                #expect(ring.lostRecords == 2 * turn)
              }
            }
          }
        }
      }
    }
  }
}
