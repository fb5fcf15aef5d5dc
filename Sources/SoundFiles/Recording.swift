public import Realtime

/// A recording in progress: the cycle writes to a ring, the control side carries it to a file.
///
/// Nothing in the cycle waits for the disk. What comes while the ring is full is left out of the
/// file and counted.
public final class Recording: @unchecked Sendable {
  // Unchecked: `ring` is safe for one thread on each side, the rest is the control side's own.

  /// Takes over `writer`, with room for `capacityFrames` between two drains.
  ///
  /// - Thread: control
  public init(to writer: SoundFileWriter, capacityFrames: Int) {
    self.writer = writer
    ring = .create(capacityFrames: capacityFrames, channelCount: writer.channelCount)
    scratch = .allocate(capacity: Self.chunkFrames * writer.channelCount)
  }

  deinit {
    scratch.deallocate()
    ring.destroy()
  }

  /// Where the cycle writes: `recording.ring.write(planes, frames:)`.
  ///
  /// Keep a copy of the handle in the cycle; it is valid as long as the recording.
  public let ring: SampleRing

  /// The file.
  public var path: String { writer.path }
  /// Frames that are in the file.
  public var framesWritten: Int { writer.framesWritten }
  /// Frames that are missing from the file because the ring was full.
  public var overrunFrames: Int { ring.overrunFrames }
  /// Why the file ends early, once it does.
  public private(set) var failure: SoundFileError?

  private let writer: SoundFileWriter
  private let scratch: UnsafeMutablePointer<Float>
  private static let chunkFrames = 4096

  /// Carries what is in the ring now to the file.
  ///
  /// After a failure, which is thrown once, the ring is only emptied: the cycle goes on.
  ///
  /// - Returns: How many frames were written.
  /// - Thread: control
  @discardableResult
  public func drain() throws(SoundFileError) -> Int {
    guard failure == nil else {
      _ = ring.discard()
      return 0
    }
    // What is there at the start bounds the work: a fast producer cannot keep us here.
    var remaining = ring.availableFrames
    var done = 0
    while remaining > 0 {
      let frames = ring.read(into: scratch, maximumFrames: min(remaining, Self.chunkFrames))
      do throws(SoundFileError) {
        try writer.write(interleaved: scratch, frames: frames)
      } catch {
        failure = error
        throw error
      }
      remaining -= frames
      done += frames
    }
    return done
  }

  /// Carries the rest to the file and closes it; the cycle must have stopped writing.
  ///
  /// - Thread: control
  public func close() throws(SoundFileError) {
    try drain()
    guard failure == nil else { return }
    try writer.close()
  }
}
