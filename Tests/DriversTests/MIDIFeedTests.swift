import CRealtime
import TestSupport
import Testing

@testable import Drivers

@Suite("MIDI feeds") struct MIDIFeedTests {
  private struct Heard: Equatable {
    let time: UInt64
    let bytes: [UInt8]
  }

  /// The messages of the last port of a period that is due at `due`.
  private func period(
    _ feed: MIDIFeed, due: Int64, frameTime: UInt64 = 0, events: UnsafePointer<rt_events>? = nil
  ) -> (ports: Int, heard: [Heard]) {
    var period = rt_period()
    period.frames = 48
    period.frame_time = frameTime
    period.due_nanoseconds = due
    period.events = events
    feed.handle.join(&period, rate: 48_000)
    guard let events = period.events?.pointee, let ports = events.midi_capture else {
      return (0, [])
    }
    let input = ports[Int(events.midi_capture_count) - 1]
    let heard = (0..<Int(input.count)).map { place in
      let event = input.events[place]
      return Heard(
        time: frameTime + UInt64(event.frame),
        bytes: Array(UnsafeBufferPointer(start: event.bytes, count: Int(event.byte_count))))
    }
    return (Int(events.midi_capture_count), heard)
  }

  @Test(arguments: 0..<4 as Range<UInt64>) func eachMessageComesOnePeriodLater(seed: UInt64) {
    let feed = MIDIFeed()
    var random = SeededGenerator(seed: seed)
    let frames = (0..<300).map { _ in Int64.random(in: 0..<4_800, using: &random) }.sorted()
    var (heard, next) = ([Heard](), 0)
    for number in 1...102 {
      let due = Int64(number) * 1_000_000
      // The thread that listens may be late, or early.
      while next < frames.count, frames[next] < Int64(number) * 48 + 20 {
        // In the middle of the frame.
        let time = (frames[next] * 2 + 1) * 1_000_000_000 / 96_000
        feed.put([0xB0, UInt8(next % 128), 5], atNanoseconds: time)
        next += 1
      }
      heard += period(feed, due: due, frameTime: UInt64(number) * 48).heard
    }
    let expected = frames.enumerated().map { place, frame in
      Heard(time: UInt64(frame) + 48, bytes: [0xB0, UInt8(place % 128), 5])
    }
    #expect(heard == expected, "seed \(seed)")
    #expect(feed.takeLost() == 0)
  }

  @Test func whatIsLateComesAtOnceAndInOrder() {
    let feed = MIDIFeed()
    feed.put([0xC0, 1], atNanoseconds: 100)
    feed.put([0xC0, 2], atNanoseconds: 200)
    let heard = period(feed, due: 9_000_000).heard
    #expect(heard == [Heard(time: 0, bytes: [0xC0, 1]), Heard(time: 0, bytes: [0xC0, 2])])
    #expect(period(feed, due: 10_000_000).heard == [])
  }

  @Test func itsPortIsBehindTheDriversOwn() {
    let feed = MIDIFeed()
    feed.put([0xF8], atNanoseconds: 0)
    let inputs = [rt_midi_input(), rt_midi_input()]
    inputs.withUnsafeBufferPointer { inputs in
      var events = rt_events()
      events.midi_capture = inputs.baseAddress
      events.midi_capture_count = 2
      let found = withUnsafePointer(to: events) { period(feed, due: 1_000_000, events: $0) }
      #expect(found.ports == 3)
      #expect(found.heard.map(\.bytes) == [[0xF8]])
    }
    #expect(period(feed, due: 2_000_000).ports == 1)
  }

  @Test func whatFindsNoRoomIsCounted() {
    let feed = MIDIFeed()
    for _ in 0..<MIDIFeed.capacity + 5 { feed.put([0x90, 1, 1], atNanoseconds: 0) }
    feed.put([0xF0, 1, 2, 3, 0xF7], atNanoseconds: 0)
    feed.put([], atNanoseconds: 0)
    #expect(feed.takeLost() == 7)
    #expect(period(feed, due: 1_000_000).heard.count == MIDIFeed.capacity)
  }
}
