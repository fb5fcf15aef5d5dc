public import Signal

/// A file in play: the control side reads ahead, the cycle takes frames from `stream`.
///
/// When the reader has fallen behind the cycle, it goes on at the cycle's place: sound that comes
/// too late is left out, so that what follows is in time. Thread: control, one at a time.
public final class FilePlayback: @unchecked Sendable {
  // Unchecked: the stream is safe for one thread on each side, the rest is the control side's own.

  /// Reads ahead `seconds`, and at least four periods of `maximumFrames`, before it returns.
  public init(_ source: SoundFileStream, seconds: Double = 2, maximumFrames: Int) {
    self.source = source
    stream = SampleStream(
      channels: source.channelCount,
      capacityFrames: max(Int(seconds * Double(source.rate)), 4 * maximumFrames),
      fadeFrames: source.rate / 200)
    chunk = .allocate(capacity: Self.chunkFrames * source.channelCount)
    refill()
  }

  deinit { chunk.deallocate() }

  /// What the cycle plays.
  public let stream: SampleStream
  /// The file.
  public var path: String { source.path }
  /// Frames of the file that could not be read so far.
  public var unreadFrames: Int { source.unreadFrames }

  private let source: SoundFileStream
  private let chunk: UnsafeMutablePointer<Float>
  private static let chunkFrames = 4096

  /// What went wrong first; told once.
  public func takeProblem() -> SoundFileError? { source.takeProblem() }

  /// Reads ahead as far as there is room, once a quarter of it is free.
  public func refill() {
    guard !stream.isComplete, stream.freeFrames >= stream.capacityFrames / 4 else { return }
    // A cycle that is faster than the disk cannot keep us here.
    var left = stream.capacityFrames
    while left > 0, !stream.isComplete {
      if let frame = stream.catchUp() { source.seek(to: frame) }
      let frames = min(stream.freeFrames, left, Self.chunkFrames)
      if frames == 0 { break }
      carry(frames)
      left -= frames
    }
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
