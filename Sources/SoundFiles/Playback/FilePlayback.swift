public import Signal
import Synchronization

/// A file in play: the control side reads ahead, the cycle takes frames from `stream`.
///
/// When the reader has fallen behind the cycle, it goes on at the cycle's place: sound that comes
/// too late is left out, so that what follows is in time. Thread: control, one at a time.
public final class FilePlayback: @unchecked Sendable {
  // Unchecked: the stream is safe for one thread on each side, the rest is the control side's own.

  /// Reads ahead `seconds`, and at least four periods of `maximumFrames`, before it returns.
  ///
  /// The first frame that is played is `firstFrame` of the source.
  public init(
    _ source: SoundFileStream, seconds: Double = 2, maximumFrames: Int, firstFrame: Int = 0
  ) {
    self.source = source
    if firstFrame > 0 { source.seek(to: firstFrame) }
    stream = SampleStream(
      channels: source.channelCount,
      capacityFrames: Self.capacityFrames(
        rate: source.rate, seconds: seconds, maximumFrames: maximumFrames),
      fadeFrames: source.rate / 200, firstFrame: firstFrame)
    chunk = .allocate(capacity: Self.chunkFrames * source.channelCount)
    refill()
  }

  deinit { chunk.deallocate() }

  /// How many frames are read ahead, at least.
  public static func capacityFrames(
    rate: Int, seconds: Double = 2, maximumFrames: Int
  ) -> Int {
    max(Int(seconds * Double(rate)), 4 * maximumFrames)
  }

  /// What the cycle plays.
  public let stream: SampleStream
  /// The file.
  public var path: String { source.path }
  /// Frames per second, as they are played.
  public var rate: Int { source.rate }
  /// Frames of the file that could not be read so far.
  public var unreadFrames: Int { source.unreadFrames }

  let source: SoundFileStream
  private let chunk: UnsafeMutablePointer<Float>
  private static let chunkFrames = 4096
  let past = Mutex(PlaybackPast())
  var jumpsToCome: [StreamJump] = []
  /// Whether the last slice left room that was to be filled.
  private var isRefilling = false

  /// What went wrong first; told once.
  public func takeProblem() -> SoundFileError? { source.takeProblem() }

  /// Goes on at a frame of the source, not before the present one.
  ///
  /// Reads only when less than half of what there is room for was read ahead of it. The cycle does
  /// not play the stream meanwhile.
  public func skip(to frame: Int) {
    stream.skip(to: frame)
    if stream.freeFrames > stream.capacityFrames / 2 { refill() }
  }

  /// Reads ahead as far as there is room, once a quarter of it is free.
  ///
  /// Reads no more than `maximumFrames`, so that others may have their turn.
  ///
  /// - Returns: Whether there is room for more.
  @discardableResult
  public func refill(maximumFrames: Int = .max) -> Bool {
    let isWorthIt = isRefilling || stream.freeFrames >= stream.capacityFrames / 4
    isRefilling = false
    guard !stream.isComplete, isWorthIt else { return false }
    // A cycle that is faster than the disk cannot keep us here.
    var left = min(stream.capacityFrames, maximumFrames)
    while left > 0, !stream.isComplete {
      jump()
      let frames = min(min(stream.freeFrames, framesBeforeJump), left, Self.chunkFrames)
      if frames <= 0 { return false }
      carry(frames)
      left -= frames
    }
    isRefilling = !stream.isComplete && stream.freeFrames > 0
    return isRefilling
  }

  private func carry(_ frames: Int) {
    let count = source.read(into: chunk, frames: frames)
    if count == frames {
      stream.write(interleaved: chunk, frames: count)
    } else {
      stream.finish(interleaved: chunk, frames: count)
    }
  }
}
