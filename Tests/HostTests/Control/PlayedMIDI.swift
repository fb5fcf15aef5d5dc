import CRealtime
import Drivers
import Synchronization
import TestSupport

@testable import Host

/// What a device plays at one MIDI port.
final class PlayedMIDI: @unchecked Sendable {
  // Unchecked: messages are behind a lock.

  private let messages = Locked<[[UInt8]]>([])

  /// All messages that were played so far.
  var all: [[UInt8]] { messages.withLock { $0 } }

  /// Performs a period of a driver that has this port.
  @discardableResult
  func step(_ driver: ManualDriver) -> [[Float]] {
    let port = rt_midi_output(
      write: { port, event in
        guard let port, let event = event?.pointee, let bytes = event.bytes else { return false }
        let message = Array(UnsafeBufferPointer(start: bytes, count: Int(event.byte_count)))
        Unmanaged<PlayedMIDI>.fromOpaque(port)._withUnsafeGuaranteedRef { played in
          played.messages.withLock { $0.append(message) }
        }
        return true
      }, port: Unmanaged.passUnretained(self).toOpaque())
    return withUnsafePointer(to: port) { port in
      var events = rt_events()
      events.midi_playback = port
      events.midi_playback_count = 1
      return withUnsafePointer(to: events) { driver.step(events: $0) }
    }
  }
}
