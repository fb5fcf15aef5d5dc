import CRealtime
import Drivers
import Synchronization

/// A callback that copies capture to playback, samples and messages, and notes the transport.
final class EventLoop: @unchecked Sendable {
  /// Where the transport was in a period.
  struct Place {
    var frameTime: UInt64
    var frames: Int
    var transport: rt_transport
  }

  private let places: UnsafeMutablePointer<Place>
  private let capacity = 100_000
  private let count = Atomic<Int>(0)
  let periods = Atomic<Int>(0)
  let messages = Atomic<Int>(0)
  /// Whether each period's messages are played in the wrong order, and one after its end.
  let isUnruly = Atomic<Bool>(false)
  let refused = Atomic<Int>(0)

  init() { places = .allocate(capacity: capacity) }
  deinit { places.deallocate() }

  /// What was noted so far.
  var noted: [Place] {
    Array(UnsafeBufferPointer(start: places, count: count.load(ordering: .acquiring)))
  }

  /// Valid as long as the loop.
  var callback: PeriodCallback {
    PeriodCallback(
      function: { context, period in
        guard let context, let period else { return }
        Unmanaged<EventLoop>.fromOpaque(context)._withUnsafeGuaranteedRef {
          $0.perform(period.pointee)
        }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  private func perform(_ period: rt_period) {
    for channel in 0..<Int(min(period.capture_count, period.playback_count)) {
      guard let capture = period.capture[channel] else { continue }
      period.playback[channel]?.update(from: capture, count: Int(period.frames))
    }
    if let events = period.events?.pointee {
      pass(events, frames: period.frames)
      note(events, period)
    }
    periods.wrappingAdd(1, ordering: .releasing)
  }

  private func pass(_ events: rt_events, frames: UInt32) {
    for port in 0..<Int(min(events.midi_capture_count, events.midi_playback_count)) {
      let input = events.midi_capture[port]
      let output = events.midi_playback[port]
      for index in 0..<Int(input.count) {
        var event = input.events[index]
        messages.wrappingAdd(1, ordering: .relaxed)
        write(&event, to: output)
        guard isUnruly.load(ordering: .relaxed) else { continue }
        event.frame = frames
        write(&event, to: output)
        if input.events[index].frame > 0 {
          event.frame = input.events[index].frame - 1
          write(&event, to: output)
        }
      }
    }
  }

  private func write(_ event: inout rt_midi_event, to output: rt_midi_output) {
    if !rt_call_midi_write(output.write, output.port, &event) {
      refused.wrappingAdd(1, ordering: .relaxed)
    }
  }

  private func note(_ events: rt_events, _ period: rt_period) {
    let index = count.load(ordering: .relaxed)
    guard index < capacity, let transport = events.transport?.pointee else { return }
    (places + index).initialize(
      to: Place(
        frameTime: events.frame_time, frames: Int(period.frames), transport: transport))
    count.store(index + 1, ordering: .releasing)
  }
}
