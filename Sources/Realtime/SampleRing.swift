import Synchronization

/// A bounded ring of sample frames between one producer and one consumer.
///
/// It is a handle: copies share the same ring, and whoever called `create` calls `destroy` once
/// both sides are done. Frames lie interleaved; a block goes in whole or not at all, and what did
/// not fit is counted.
@safe public struct SampleRing: @unchecked Sendable {
  // The two sides are written by different threads: each has cache lines of its own.
  let producer: UnsafeMutablePointer<ProducerSide>
  let consumer: UnsafeMutablePointer<ConsumerSide>
  let storage: UnsafeMutablePointer<Float>
  let memory: UnsafeMutableRawPointer
  let mask: Int
  let channels: Int

  /// Samples in one frame.
  ///
  /// - Thread: any
  public var channelCount: Int { @_noLocks get { channels } }

  /// Frames the ring can hold, a power of two.
  ///
  /// - Thread: any
  public var capacityFrames: Int { @_noLocks get { mask &+ 1 } }
}

// MARK: - Producer

extension SampleRing {
  /// Puts a block of planar samples in, or counts it as overrun when there is no room for all.
  ///
  /// `planes` holds `channelCount` pointers to `frames` samples each; nil is a silent channel.
  ///
  /// - Returns: Whether the block went in.
  /// - Thread: cycle, one producer at a time
  @_noLocks @discardableResult
  public func write(_ planes: UnsafePointer<UnsafePointer<Float>?>, frames: Int) -> Bool {
    let written = unsafe producer.pointee.written.load(ordering: .relaxed)
    let read = unsafe consumer.pointee.read.load(ordering: .acquiring)
    guard frames <= capacityFrames &- (written &- read) else {
      unsafe producer.pointee.overrunFrames.wrappingAdd(frames, ordering: .relaxed)
      unsafe producer.pointee.overrunBlocks.wrappingAdd(1, ordering: .relaxed)
      unsafe producer.pointee.gaps.lengthen(by: frames)
      return false
    }
    unsafe producer.pointee.gaps.close(at: written)
    for channel in 0..<channels {
      unsafe interleave(planes[channel], frames: frames, at: written, channel: channel)
    }
    unsafe producer.pointee.written.store(written &+ frames, ordering: .releasing)
    return true
  }

  @_noLocks private func interleave(
    _ plane: UnsafePointer<Float>?, frames: Int, at start: Int, channel: Int
  ) {
    guard let plane = unsafe plane else {
      for frame in 0..<frames {
        unsafe storage[((start &+ frame) & mask) &* channels &+ channel] = 0
      }
      return
    }
    for frame in 0..<frames {
      unsafe storage[((start &+ frame) & mask) &* channels &+ channel] = plane[frame]
    }
  }

  /// Frames that were refused because the ring was full.
  ///
  /// - Thread: any
  public var overrunFrames: Int {
    @_noLocks get { unsafe producer.pointee.overrunFrames.load(ordering: .relaxed) }
  }

  /// Blocks that were refused because the ring was full.
  ///
  /// - Thread: any
  public var overrunBlocks: Int {
    @_noLocks get { unsafe producer.pointee.overrunBlocks.load(ordering: .relaxed) }
  }
}

// MARK: - Consumer

extension SampleRing {
  /// Frames that can be read now.
  ///
  /// - Thread: the consumer's
  public var availableFrames: Int {
    @_noLocks get {
      let read = unsafe consumer.pointee.read.load(ordering: .relaxed)
      return unsafe producer.pointee.written.load(ordering: .acquiring) &- read
    }
  }

  /// Takes up to `maximumFrames` out, interleaved, oldest first.
  ///
  /// - Returns: How many frames were stored in `target`, 0 when the ring is empty.
  /// - Thread: cycle or control, one consumer at a time
  @_noLocks
  public func read(into target: UnsafeMutablePointer<Float>, maximumFrames: Int) -> Int {
    let read = unsafe consumer.pointee.read.load(ordering: .relaxed)
    let written = unsafe producer.pointee.written.load(ordering: .acquiring)
    let frames = min(written &- read, maximumFrames)
    guard frames > 0 else { return 0 }
    let start = read & mask
    let first = min(frames, capacityFrames &- start)
    unsafe copy(first, from: start, to: target)
    unsafe copy(frames &- first, from: 0, to: target + first &* channels)
    unsafe consumer.pointee.read.store(read &+ frames, ordering: .releasing)
    return frames
  }

  /// Throws away everything that can be read now; returns how many frames that were.
  ///
  /// - Thread: cycle or control, one consumer at a time
  @_noLocks public func discard() -> Int {
    let read = unsafe consumer.pointee.read.load(ordering: .relaxed)
    let written = unsafe producer.pointee.written.load(ordering: .acquiring)
    unsafe consumer.pointee.read.store(written, ordering: .releasing)
    return written &- read
  }

  /// Throws away up to `maximumFrames`, the oldest first; returns how many that were.
  ///
  /// - Thread: cycle or control, one consumer at a time
  @_noLocks public func skip(_ maximumFrames: Int) -> Int {
    let read = unsafe consumer.pointee.read.load(ordering: .relaxed)
    let written = unsafe producer.pointee.written.load(ordering: .acquiring)
    let frames = max(0, min(written &- read, maximumFrames))
    unsafe consumer.pointee.read.store(read &+ frames, ordering: .releasing)
    return frames
  }

  @_noLocks private func copy(
    _ frames: Int, from start: Int, to target: UnsafeMutablePointer<Float>
  ) {
    unsafe UnsafeMutableRawPointer(target).copyMemory(
      from: storage + start &* channels,
      byteCount: frames &* channels &* MemoryLayout<Float>.stride)
  }
}

// MARK: - The two sides

/// What the producer writes: indices only ever grow, and wrap with `mask`.
struct ProducerSide: ~Copyable {
  let written = Atomic<Int>(0)
  let overrunFrames = Atomic<Int>(0)
  let overrunBlocks = Atomic<Int>(0)
  let gaps = RingGaps()
}

/// What the consumer writes.
struct ConsumerSide: ~Copyable {
  let read = Atomic<Int>(0)
}
