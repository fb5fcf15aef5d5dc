// Control side.
import CRealtime
import Realtime
import Synchronization

/// Brings the messages that a thread of its own hears into the periods of a driver, as one MIDI port
/// more, behind the driver's.
///
/// Each message comes one period after its time, which keeps the distances between them to the
/// frame. Messages of up to three bytes are carried.
public final class MIDIFeed: @unchecked Sendable {
  // Unchecked: the ring is made for several threads; all else belongs to the cycle.

  /// Messages on their way, and of one period, at most.
  public static let capacity = 1_024

  private let core: UnsafeMutablePointer<MIDIFeedCore>

  /// Creates a feed without messages.
  public init() {
    core = .allocate(capacity: 1)
    core.initialize(to: MIDIFeedCore(capacity: Self.capacity))
  }

  deinit {
    core.pointee.deallocate()
    core.deinitialize(count: 1)
    core.deallocate()
  }

  /// What the cycle takes messages from; valid as long as the feed.
  public var handle: MIDIFeedHandle { MIDIFeedHandle(core: core) }

  /// Puts a message in that was heard at a time on CLOCK_MONOTONIC; one that is too long or finds no
  /// room is counted.
  ///
  /// Thread: any of the control side, one at a time.
  public func put(_ bytes: some Collection<UInt8>, atNanoseconds nanoseconds: Int64) {
    var message = TimedMIDI(nanoseconds: nanoseconds, byteCount: UInt8(min(bytes.count, 255)))
    for (place, byte) in bytes.prefix(3).enumerated() {
      message.packed |= UInt32(byte) << (8 * UInt32(place))
    }
    let fits = (1...3).contains(bytes.count)
    if !fits || !core.pointee.ring.put(message) {
      core.pointee.lost.wrappingAdd(1, ordering: .relaxed)
    }
  }

  /// Messages that were too long or found no room.
  ///
  /// Thread: any.
  public var lostMessages: Int { core.pointee.lost.load(ordering: .relaxed) }
}

/// Where messages come from that are no driver's; opened by its adapter.
public protocol MIDISource: AnyObject, Sendable {
  /// Ends it: afterwards it puts nothing in any feed.
  ///
  /// Thread: control. May be called twice.
  func stop()
}
