// Control side.
import Synchronization

/// Sound on its way to a player: written ahead on the control side, played in the cycle.
///
/// The cycle never waits. Frames that are not there in time are silence, with a short fade before
/// and after it, and are counted; the place in the stream goes on all the same.
@safe
public final class SampleStream: @unchecked Sendable {
  // Unchecked: each side of the core is written by one thread at a time.

  let core: UnsafeMutablePointer<StreamCore>
  /// Samples in one frame.
  public let channelCount: Int
  /// Frames that can be there ahead of the cycle.
  public let capacityFrames: Int

  /// Creates an empty stream with room for `capacityFrames`, rounded up to a power of two.
  ///
  /// The first frame that is played, and to write, is `firstFrame`. Fades where frames are missing
  /// take `fadeFrames`, at least one.
  public init(channels: Int, capacityFrames: Int, fadeFrames: Int, firstFrame: Int = 0) {
    channelCount = max(0, channels)
    var capacity = 1
    while capacity < capacityFrames { capacity *= 2 }
    self.capacityFrames = capacity
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(
      to: StreamCore(
        channels: channelCount, capacityFrames: capacity, fadeFrames: max(1, fadeFrames),
        firstFrame: firstFrame))
  }

  deinit {
    unsafe core.pointee.releaseStorage()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// The next frame the cycle plays, counted from the start of the stream.
  ///
  /// Thread: any.
  public var position: Int { unsafe core.pointee.position.load(ordering: .acquiring) }

  /// The next frame to write.
  ///
  /// Thread: any.
  public var written: Int { unsafe core.pointee.written.load(ordering: .relaxed) }

  /// Frames that were not played, or not at full level, because the writer did not keep up.
  ///
  /// Thread: any.
  public var lostFrames: Int { unsafe core.pointee.lostFrames.load(ordering: .relaxed) }

  /// Whether all was written.
  ///
  /// Thread: any.
  public var isComplete: Bool { unsafe core.pointee.end.load(ordering: .relaxed) < .max }

  /// Whether all was played and there is silence now.
  ///
  /// Thread: any.
  public var hasEnded: Bool {
    let end = unsafe core.pointee.end.load(ordering: .acquiring)
    return position >= end
  }

  /// Goes on at another frame, not before the present one.
  ///
  /// Thread: control, while no cycle plays it.
  public func skip(to frame: Int) {
    unsafe core.pointee.position.store(max(frame, position), ordering: .releasing)
  }

  /// Takes what the cycle went by where frames were missing, since the last time.
  ///
  /// Thread: any but the cycle, one at a time.
  public func takeShortages() -> [StreamShortage] {
    var list: [StreamShortage] = []
    while let shortage = unsafe core.pointee.shortages.take() { list.append(shortage) }
    return list
  }

  /// How many shortages nobody took in time, since the last time.
  ///
  /// Thread: any.
  public func takeDroppedShortages() -> Int {
    unsafe core.pointee.shortages.dropped.exchange(0, ordering: .relaxed)
  }

  /// Plays as if these frames had been missing, whether they are there or not.
  ///
  /// Thread: control, once, before any cycle plays it.
  public func follow(_ shortages: [StreamShortage]) {
    unsafe core.pointee.follow(shortages.sorted { $0.position < $1.position })
  }

  /// Frames there is room for.
  ///
  /// Thread: the writer's, as all that follow.
  public var freeFrames: Int { min(capacityFrames, capacityFrames - (written - position)) }

  /// Gives up frames the cycle has gone past already; returns the frame to go on with, nil when
  /// the writer is not behind.
  public func catchUp() -> Int? {
    let position = position
    guard written < position else { return nil }
    unsafe core.pointee.written.store(position, ordering: .releasing)
    return position
  }

  /// Goes on with another frame, behind which there must be room.
  public func goOn(at frame: Int) {
    unsafe core.pointee.written.store(frame, ordering: .releasing)
  }

  /// Appends up to `frames` interleaved frames; returns how many there was room for.
  @discardableResult
  public func write(interleaved samples: UnsafePointer<Float>, frames: Int) -> Int {
    let count = min(frames, freeFrames)
    if count > 0 { unsafe core.pointee.write(interleaved: samples, frames: count) }
    return max(0, count)
  }

  /// Says that no frame will come after the last `frames` interleaved ones, which there must be
  /// room for.
  public func finish(interleaved samples: UnsafePointer<Float>, frames: Int) {
    // In this order, or the cycle would fade out before the end.
    unsafe core.pointee.end.store(written + frames, ordering: .releasing)
    if frames > 0 { unsafe core.pointee.write(interleaved: samples, frames: frames) }
  }
}
