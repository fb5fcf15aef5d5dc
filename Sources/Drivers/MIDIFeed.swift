// Control side.
import CRealtime
import Realtime
import Synchronization

/// Brings the messages that a thread of its own hears into the periods of a driver, as one MIDI port
/// more, behind the driver's.
///
/// Each message comes one period after its time, which keeps the distances between them to the
/// frame.
public final class MIDIFeed: @unchecked Sendable {
  // Unchecked: the ring is made for several threads; all else belongs to the cycle.

  /// Messages on their way, and of one period, at most.
  public static let capacity = 1_024
  /// The longest message that is carried, in bytes.
  public static let longestMessage = 3

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

  /// Puts a message in that was heard at a time on CLOCK_MONOTONIC; one that finds no room, or has
  /// not one to three bytes, is counted.
  ///
  /// Thread: any of the control side, one at a time.
  public func put(_ bytes: some Collection<UInt8>, atNanoseconds nanoseconds: Int64) {
    var message = TimedMIDI(nanoseconds: nanoseconds, byteCount: UInt8(min(bytes.count, 255)))
    for (place, byte) in bytes.prefix(Self.longestMessage).enumerated() {
      message.packed |= UInt32(byte) << (8 * UInt32(place))
    }
    let fits = (1...Self.longestMessage).contains(bytes.count)
    if !fits || !core.pointee.ring.put(message) {
      core.pointee.lost.wrappingAdd(1, ordering: .relaxed)
    }
  }

  /// Takes the count of messages that were lost since it was taken last.
  ///
  /// Thread: any.
  public func takeLost() -> Int { core.pointee.lost.exchange(0, ordering: .relaxed) }
}

/// Where messages come from that are no driver's; opened by its adapter.
public protocol MIDISource: AnyObject, Sendable {
  /// Ends it: afterwards it puts nothing in any feed.
  ///
  /// Thread: control. May be called twice.
  func stop()
}
